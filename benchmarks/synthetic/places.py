"""Districts and cities that do not exist, with names that could."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from random import Random

FIRST = """
青qing 云yun 明ming 瑞rui 景jing 望wang 松song 柏bai 槐huai 桐tong 枫feng 芦lu 菱ling 鹤he 雁yan
麦mai 禾he 霞xia 岚lan 梅mei 兰lan 竹zhu 菊ju 荷he 莲lian 桃tao 杏xing 梨li 柳liu 榆yu
桑sang 茶cha 稻dao 棠tang 枣zao 石shi 玉yu 金jin 银yin 铜tong 白bai 红hong 紫zi 翠cui 碧bi
丹dan 朱zhu 乌wu 苍cang 晴qing 晓xiao 晚wan 春chun 秋qiu 月yue 星xing 虹hong 雪xue 霜shuang 露lu
风feng 雨yu 清qing 静jing 宁ning 康kang 和he 德de 仁ren 礼li 信xin 义yi 文wen 书shu 墨mo
砚yan 笔bi 琴qin 棋qi 画hua 永yong 长chang 久jiu 远yuan 新xin 古gu 高gao 广guang 大da 丰feng
富fu 昌chang 盛sheng 兴xing 隆long 泰tai 福fu 禄lu 寿shou 喜xi 东dong 南nan 西xi 北bei 前qian
后hou 上shang 下xia 左zuo 右you 龙long 凤feng 虎hu 马ma 鹿lu 燕yan 莺ying 鹭lu 蟾chan 鲤li
"""
SECOND = """
河he 湾wan 渡du 桥qiao 港gang 浦pu 塘tang 岭ling 岗gang 坪ping 川chuan 湖hu 泉quan 溪xi 亭ting
台tai 埠bu 津jin 城cheng 陵ling 原yuan 坡po 谷gu 沙sha 汀ting 潭tan 池chi 田tian 林lin 山shan
峰feng 岩yan 坝ba 堤di 庄zhuang 村cun 店dian 铺pu 集ji 堡bao 关guan 门men 楼lou 寺si 祠ci
园yuan 垣yuan 屯tun 墩dun 圩wei 涧jian 沟gou 洞dong 滩tan 嘴zui 坊fang 巷xiang 街jie
"""
SEATS = "州zhou 阳yang 宁ning 昌chang 化hua"
"""How cities end; none sounds as the end of a district does, for ids would read alike."""
OPENING = (6, 8)
"""How many districts the first cities have, so that ten districts are always of two cities."""
MOST_IN_CITY = 16


@dataclass(frozen=True)
class Place:
    """A district: a row of `districts.csv`."""

    id: str
    name_zh: str
    name_en: str
    city_zh: str
    city_en: str

    @property
    def stem(self) -> str:
        """What its article calls it for short."""
        return self.name_zh.removesuffix("区")


def places(count: int, seed: int) -> list[Place]:
    """Invent districts, city by city; the first ones are the same however many there are.

    A name that was given before, in either language, is told apart by its city, as 鼓楼区 is in reality.
    """
    return list(islice(_places(Random(f"places {seed}")), count))


def _places(rng: Random) -> Iterator[Place]:
    cities, names = _pairs(FIRST, SEATS), _pairs(FIRST, SECOND)
    rng.shuffle(cities)
    taken: set[str] = set()
    for number, (city, city_en) in enumerate(_once(cities)):
        size = OPENING[number] if number < len(OPENING) else rng.randint(1, MOST_IN_CITY)
        for name, name_en in _once(rng.sample(names, size)):
            apart = name_en in taken
            taken.add(name_en)
            english = f"{city_en} {name_en}" if apart else name_en
            yield Place(english.lower().replace(" ", "-"), f"{city * apart}{name}区", english, f"{city}市", city_en)


def _pairs(first: str, second: str) -> list[tuple[str, str]]:
    """Join syllables, a Han character with its sound each: the name and how it is spelt."""
    joined = product(first.split(), second.split())
    return [(a[0] + b[0], (a[1:] + b[1:]).capitalize()) for a, b in joined]


def _once(names: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave out what is spelt as one before."""
    seen: set[str] = set()
    for name, english in names:
        if english not in seen:
            seen.add(english)
            yield name, english
