"""Turns executed notebooks into HTML pages and PDFs, through Quarto or through the engines it is made of."""
