-- Writes a callout as HTML, for both renderers. Its kind is its title, or where it has one of its own is read out
-- before that.

return function(id, kind, word, own, blocks)
  local title = own or pandoc.Inlines(word)
  if own then title:insert(1, pandoc.Span(word, pandoc.Attr("", { "unseen" }))) end
  return pandoc.Div({
    pandoc.Div({ pandoc.Para(title) }, pandoc.Attr("", { "callout-title" })),
    pandoc.Div(blocks, pandoc.Attr("", { "callout-body" })),
  }, pandoc.Attr(id, { "callout", "callout-" .. kind }, { role = "note" }))
end
