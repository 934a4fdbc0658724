namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Texts, and the cells of CSV that they become in exports of the API and in the output of the command line.</summary>
internal static class CsvCells
{
    public static TheoryData<string?, string> All =>
        new()
        {
            { "plain", "plain" },
            { "a,b", "\"a,b\"" },
            { "a\"b", "\"a\"\"b\"" },
            { "a\nb", "\"a\nb\"" },
            { "=1+1", "'=1+1" },
            { "+1", "'+1" },
            { "-12", "-12" },
            { "-", "'-" },
            { "-1+1", "'-1+1" },
            { "-1.5", "'-1.5" },
            { "-12;-3", "'-12;'-3" },
            { "−12", "−12" },
            { "@SUM(A1)", "'@SUM(A1)" },
            { "\t=1", "'\t'=1" },
            { "\r=1", "\"'\r'=1\"" },
            { "\nx", "\"'\nx\"" },
            { "x;=1+cmd|' /C calc'!A0;", "x;'=1+cmd|' /C calc'!A0;" },
            { "x; \"=1", "\"x; \"\"'=1\"" },
            { "x\t@A1", "x\t'@A1" },
            { " -1", " '-1" },
            { "\uFEFF=1", "\uFEFF'=1" },
            { "\u200B \u202E+1;\u00AD@A1", "\u200B \u202E'+1;\u00AD'@A1" },
            { "\u200Ba=1", "\u200Ba=1" },
            { "＝1;＋1;－1;＠A", "'＝1;'＋1;'－1;'＠A" },
            { "a;b;c=1", "a;b;c=1" },
            { "http://a.example/?ll=48.1,-11.5", "\"http://a.example/?ll=48.1,-11.5\"" },
            { "=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"" },
            { "ü 图", "ü 图" },
        };
}
