"""More of the shelf of `golden`: abbreviations, names of people and peoples, codes, and questions of librarians."""

from __future__ import annotations

from typing import NamedTuple


class Book(NamedTuple):
    """What an entry of the shelf holds."""

    title: str
    text: str
    names: str = ""
    metadata: str = ""


SHELF: dict[str, Book] = {
    "gdcd7": Book(
        "GDCD 7 (Kết nối tri thức)", "Bài 1. Tự hào về truyền thống quê hương. SGV kèm theo.", "Nguyễn Thị Toan"
    ),
    "khtn8": Book(
        "Khoa học tự nhiên 8", "Phản ứng hoá học, khối lượng riêng, áp suất.", "Vũ Văn Hùng", "NXB Giáo dục Việt Nam"
    ),
    "tnxh3": Book("Tự nhiên và Xã hội 3", "Gia đình, trường học, cây cối quanh ta.", "Bùi Phương Nga", "Cánh Diều"),
    "hk1toan": Book("Đề kiểm tra học kì I môn Toán lớp 7", "Thời gian làm bài 90 phút. Câu 1: số hữu tỉ."),
    "hk2van": Book("Đề cương HK2 Ngữ văn 8", "Ôn thơ mới, văn nghị luận."),
    "skkn": Book(
        "SKKN rèn đọc cho học sinh tiểu học", "Sáng kiến của GVCN lớp 2, trường TH&THCS xã Đăk Long.", "Y Hnhiên"
    ),
    "tthtcd": Book("Sổ tay trung tâm học tập cộng đồng", "Xoá mù chữ, dạy nghề ngắn ngày, khuyến nông.", "Phòng GD&ĐT"),
    "pcgd": Book("Phổ cập giáo dục ở xã", "Báo cáo của BGH và UBND xã về PCGD-XMC."),
    "cntt": Book("Ứng dụng CNTT trong dạy học", "Trình chiếu, lớp học trên mạng, kho bài giảng."),
    "tt08": Book(
        "Điều lệ trường tiểu học", "Ban hành kèm theo Thông tư số 28/2020/TT-BGDĐT.", "Bộ Giáo dục và Đào tạo"
    ),
    "nd24": Book("Quản lý dạy thêm", "Căn cứ Nghị định 24/2021/NĐ-CP và công văn 1727/UBND-KGVX."),
    "luatgd": Book("Luật Giáo dục 2019", "Luật số 43/2019/QH14 ngày 14 tháng 6 năm 2019.", "Quốc hội"),
    "gqdn": Book("GDQP-AN 11", "Đội ngũ từng người, bắn súng, pháp luật về an ninh.", "Nghiêm Viết Hải"),
    "ktpl": Book("Giáo dục kinh tế và pháp luật 10", "Thị trường, ngân sách, thuế."),
    "gddp": Book("Tài liệu giáo dục địa phương tỉnh Kon Tum lớp 6", "Lịch sử, văn hoá các dân tộc tại chỗ."),
    "sgk": Book("Hướng dẫn dùng SGK mới", "Cách chọn sách giáo khoa theo Chương trình GDPT 2018."),
    "thot": Book("Toán nâng cao", "Bồi dưỡng HSG lớp 5: chuyển động đều, tỉ số phần trăm.", "Trần Diên Hiển"),
    "cacdao": Book(
        "Ca dao và tục ngữ", "Công cha như núi Thái Sơn, nghĩa mẹ như nước trong nguồn chảy ra.", "Vũ Ngọc Phan"
    ),
    "demen": Book(
        "Dế Mèn phiêu lưu ký", "Dế Choắt, chị Cốc, bác Xiến Tóc; bài học đường đời đầu tiên.", "Tô Hoài", "NXB Kim Đồng"
    ),
    "tho": Book("Gió đầu mùa", "Truyện ngắn viết về phố huyện.", "Thạch Lam", "ISBN 604-2-08123-8"),
    "songda": Book(
        "Người lái đò Sông Đà", "Con Sông Đà tuôn dài như một áng tóc trữ tình.", "Nguyễn Tuân", "978-604-2-14567-1"
    ),
    "xodang": Book("Sử thi Xơ Đăng: Dăm Duông", "Dăm Duông cứu nàng Bar Mă. Kể bằng tiếng Xơ Teng.", "A Lưu"),
    "bahnar": Book("Kơpal Bơngai Bahnar", "Đe̋ bơngai tơring Kon Tum pơma ƀlŭng Bahnar; hơdrih xo'rong.", "Siu Pết"),
    "jrai": Book("Hlô mơnong amăng glai", "Ơi Adai ngă rai tơlơi bơwih ƀong ƀuôn sang Jrai.", "Rơ Châm H'Yéo"),
    "hre": Book("Dân ca Hrê", "Điệu ka-lêu và ka-choi hát bên suối, đàn brooc.", "Đinh Ngọc Su"),
    "giarai": Book("Truyện cổ Gia Rai", "Chàng Rít và con voi trắng.", "Nay Phin; Kpă Pual"),
    "phongtho": Book("Phong tục Brâu và Rơ Măm", "Lễ cưới, chiêng tha, làng Đăk Mế xã Bờ Y."),
    "lichsukt": Book("Ngục Kon Tum trong những năm 1930", "Cuộc đấu tranh lưu huyết ngày 12-12-1931 và 16/12/1931."),
    "nuoc": Book("Địa lí tự nhiên", "Cái nước³ và đất2 của vùng cao; diện tích 9 674 km², mưa 2.500 mm, 3,14."),
    "hoavc": Book("Hoá vô cơ", "Khí CO2, dung dịch NaOH, kim loại Fe, muối CaCO3."),
    "tieng1": Book("Tiếng Việt 1, tập hai", "Vần oai, oay, uân, uât. Bé Hoà thích khoẻ. Thuý kể chuyện."),
    "tayho": Book("Hồ Tây và làng nghề", "Giấy dó, sen, bánh tôm. Tai nghe mắt thấy."),
    "hay": Book("Những bài văn hay", "Bài làm chọn lọc của học sinh lớp bốn."),
    "haitrieu": Book(
        "Hai vạn dặm dưới đáy biển", "Tàu Nautilus của thuyền trưởng Nemo.", "Jules Verne; Đỗ Ca Sơn dịch"
    ),
    "sontinh": Book("Sơn Tinh, Thuỷ Tinh", "Vua Hùng thứ mười tám kén rể. Chương IV, thế kỉ XXI kể lại."),
    "vac": Book("Vườn, ao, chuồng ở hộ gia đình", "Trồng bưởi, thả cá rô phi, nuôi heo."),
    "atgt": Book("Đi lại ở nông thôn", "ATGT với xe máy cày, đường dốc, mũ bảo hiểm."),
    "tk": Book("Từ điển Việt – Hán", "Chữ quốc ngữ và chữ Nôm.", "Đinh Gia Khánh chủ biên"),
    "mo": Book("Học liệu mở là gì", "Giấy phép mở và cách chia sẻ bài giảng."),
    "bhyt": Book("Hỏi đáp BHYT hộ gia đình", "Thẻ khám bệnh, mức đóng, trẻ em dưới sáu tuổi."),
}

# Question → the record that comes first: plain words, wrong tones, names and codes.
QUESTIONS: dict[str, str] = {
    "điều lệ trường tiểu học": "tt08",
    "28/2020/TT-BGDĐT": "tt08",
    "thông tư 28/2020": "tt08",
    "24/2021/NĐ-CP": "nd24",
    "công văn 1727": "nd24",
    "1727/UBND-KGVX": "nd24",
    "43/2019/QH14": "luatgd",
    "luat giao duc 2019": "luatgd",
    "ca dao tục ngữ": "cacdao",
    "công cha như núi thái sơn": "cacdao",
    "cong cha nhu nui thai son": "cacdao",
    "dế mèn phiêu lưu kí": "demen",
    "de men phieu luu ky": "demen",
    "dễ mền phiêu lưu": "demen",
    "tô hoài": "demen",
    "to hoai": "demen",
    "thạch lam": "tho",
    "gió đâu mùa": "tho",
    "6042081238": "tho",
    "604-2-08123-8": "tho",
    "nguyễn tuân sông đà": "songda",
    "nguoi lai do song da": "songda",
    "9786042145671": "songda",
    "sử thi xơ đăng": "xodang",
    "su thi xo dang": "xodang",
    "dăm duông": "xodang",
    "Bar Ma": "xodang",
    "bơngai bahnar": "bahnar",
    "bongai bahnar": "bahnar",
    "ƀlŭng": "bahnar",
    "blung": "bahnar",
    "hlô mơnong": "jrai",
    "hlo monong amang glai": "jrai",
    "bơwih ƀong": "jrai",
    "bowih bong": "jrai",
    "H'Yéo": "jrai",
    "HʼYeo": "jrai",
    "ro cham": "jrai",
    "dân ca hrê": "hre",
    "dan ca hre": "hre",
    "ka-choi": "hre",
    "kpă pual": "giarai",
    "chàng rít con voi trắng": "giarai",
    "brâu rơ măm": "phongtho",
    "brau ro mam": "phongtho",
    "đăk mế": "phongtho",
    "ngục kon tum": "lichsukt",
    "nguc kon tum": "lichsukt",
    "12-12-1931": "lichsukt",
    "16/12/1931": "lichsukt",
    "đất nước vùng cao": "nuoc",
    "km²": "nuoc",
    "3,14": "nuoc",
    "CO2": "hoavc",
    "co₂": "hoavc",
    "CaCO3": "hoavc",
    "bé hòa thích khỏe": "tieng1",
    "be hoa thich khoe": "tieng1",
    "thúy kể chuyện": "tieng1",
    "tai nghe mắt thấy": "tayho",
    "bài văn hay": "hay",
    "bai van hay": "hay",
    "hai vạn dặm": "haitrieu",
    "jules verne": "haitrieu",
    "sơn tinh thủy tinh": "sontinh",
    "chương IV thế kỷ XXI": "sontinh",
    "trần diên hiển": "thot",
    "tỷ số phần trăm": "thot",
    "chữ nôm": "tk",
    "y hnhiên": "skkn",
    "thi trường ngấn sách": "ktpl",
    "khoa hóc tự nhiển": "khtn8",
    "toán năng cáo": "thot",
    "truyền kiếu": "kieu",
    "giáo dúc công dân 9": "gdcd9",
    "cống chiêng tấy nguyên": "cong",
    "nhà rống": "nharong",
    "sâm ngóc lình": "sam",
    "thứ viện trường hóc": "thuvien",
    "vật lỳ 10": "li10",
    "hoá hóc 8": "hoa8",
}

# The same, for what needs abbreviations spelled out, fields and choices.
OF_LIBRARIANS: dict[str, str] = {
    "giáo dục công dân 7": "gdcd7",
    "giao duc cong dan 7": "gdcd7",
    "GDCD 9": "gdcd9",
    "gdcd 6": "gdcd6",
    "KHTN 8": "khtn8",
    "TN&XH 3": "tnxh3",
    "tnxh 3": "tnxh3",
    "HK1 toán 7": "hk1toan",
    "đề kiểm tra học kỳ 1 toán": "hk1toan",
    "đề cương học kì 2 ngữ văn": "hk2van",
    "học kì II văn 8": "hk2van",
    "sáng kiến kinh nghiệm rèn đọc": "skkn",
    "TTHTCĐ": "tthtcd",
    "tthtcd": "tthtcd",
    "phổ cập giáo dục xóa mù chữ": "pcgd",
    "công nghệ thông tin trong dạy học": "cntt",
    "giáo dục quốc phòng và an ninh 11": "gqdn",
    "gdktpl 10": "ktpl",
    "GDĐP Kon Tum": "gddp",
    "sách giáo khoa mới": "sgk",
    "học sinh giỏi lớp 5": "thot",
    "VAC": "vac",
    "an toàn giao thông nông thôn": "atgt",
    "OER": "mo",
    "bảo hiểm y tế": "bhyt",
    "TT 28/2020": "tt08",
    "nghị định 24/2021": "nd24",
    "title:luật giáo dục": "luatgd",
    'nhan_de:"gió đầu mùa"': "tho",
    'tacgia:"nguyễn tuân"': "songda",
    "creator:toan": "gdcd7",
    'nxb:"kim đồng"': "demen",
    "isbn:978-604-2-14567-1": "songda",
    "text:nautilus": "haitrieu",
    "title:truyện -title:cổ": "kieu",
    "tacgia:siu OR tacgia:nay chàng": "giarai",
    "thạch lam OR nautilus gió": "tho",
    '"tục ngữ" HOẶC "đồng dao"': "cacdao",
}
