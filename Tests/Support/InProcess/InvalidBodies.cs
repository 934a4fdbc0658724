using System.Text;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary>Bodies that a submission must be refused for, by what is wrong with them.</summary>
internal static class InvalidBodies
{
    public const string Valid =
        """{"count":1,"visits":[{"store_id":"S1","image_url":["https://images.example/1.jpg"],"visit_time":"time of store visit"}]}""";

    private static readonly Dictionary<string, byte[]> Bodies = new()
    {
        ["nothing"] = [],
        ["white space"] = Bytes(" \n"),
        ["null"] = Bytes("null"),
        ["[null]"] = Bytes("[null]"),
        ["a number"] = Bytes("1"),
        ["a text"] = Bytes("\"{}\""),
        ["an empty object"] = Bytes("{}"),
        ["a list"] = Bytes($"[{Valid}]"),
        ["half of it"] = Bytes(Valid[..60]),
        ["one brace short"] = Bytes(Valid[..^1]),
        ["something behind it"] = Bytes(Valid + "x"),
        ["two of them"] = Bytes(Valid + Valid),
        ["two byte order marks"] = [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. Bytes(Valid)],
        ["half a byte order mark"] = [0xEF, 0xBB, .. Bytes(Valid)],
        ["UTF-16"] = Encoding.Unicode.GetBytes(Valid),
        ["a NUL behind it"] = Bytes(Valid + "\0"),
        ["a NUL in a text"] = Valued("store_id", "\"S\\u00001\""),
        ["a raw NUL in a text"] = Valued("store_id", "\"S\01\""),
        ["a line feed in a text"] = Valued("visit_time", "\"a\\nb\""),
        ["a raw line feed in a text"] = Valued("visit_time", "\"a\nb\""),
        ["a delete in a text"] = Valued("visit_time", "\"a\\u007f\""),
        ["a C1 control in a text"] = Valued("visit_time", "\"a\\u0085b\""),
        ["a control in a URL"] = Valued("image_url", "[\"http://a.example/\\u0001\"]"),
        ["a control in a text that is not known"] = With("\"note\":\"\\u0007\""),
        ["a control in a name that is not known"] = With("\"\\u0007\":1"),
        ["half a surrogate pair"] = Valued("store_id", "\"\\ud800\""),
        ["bytes that are no UTF-8"] = [.. Bytes(Valid[..40]), 0xC3, 0x28, .. Bytes(Valid[40..])],
        ["a comment"] = Bytes("/* hello */" + Valid),
        ["a comma after the last property"] = Bytes(Valid[..^1] + ",}"),
        ["a comma after the last visit"] = Bytes(Valid.Replace("}]", "},]", StringComparison.Ordinal)),
        ["single quotes"] = Bytes(Valid.Replace('"', '\'')),
        ["a name without quotes"] = Bytes(Valid.Replace("\"count\"", "count", StringComparison.Ordinal)),
        ["nesting of 100,000 levels"] = Bytes(new string('[', 100_000)),
        ["nesting of 100,000 levels in a property"] = With(
            "\"deep\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000)
        ),
        ["count twice"] = With("\"count\":1"),
        ["visits twice"] = With("\"visits\":[]"),
        ["store_id twice"] = Valued("store_id", "\"S1\",\"store_id\":\"S1\""),
        ["store_id twice, once in escapes"] = Valued("store_id", "\"S1\",\"\\u0073tore_id\":\"S1\""),
        ["an unknown name twice"] = With("\"a\":1,\"a\":1"),
        ["an unknown name twice, deep"] = With("\"a\":[{\"b\":1,\"b\":1}]"),
        ["Count"] = Bytes(Valid.Replace("\"count\"", "\"Count\"", StringComparison.Ordinal)),
        ["Visits"] = Bytes(Valid.Replace("\"visits\"", "\"Visits\"", StringComparison.Ordinal)),
        ["Store_Id"] = Bytes(Valid.Replace("\"store_id\"", "\"Store_Id\"", StringComparison.Ordinal)),
        ["no count"] = Bytes(Valid.Replace("\"count\":1,", "", StringComparison.Ordinal)),
        ["no visits"] = Bytes("""{"count":0}"""),
        ["no visit"] = Bytes("""{"count":0,"visits":[]}"""),
        ["a null visit"] = Bytes("""{"count":1,"visits":[null]}"""),
        ["visits that are null"] = Bytes("""{"count":1,"visits":null}"""),
        ["visits that are an object"] = Bytes("""{"count":1,"visits":{}}"""),
        ["a visit that is a list"] = Bytes("""{"count":1,"visits":[[]]}"""),
        ["an empty visit"] = Bytes("""{"count":1,"visits":[{}]}"""),
        ["count too high"] = Counted("2"),
        ["count too low"] = Counted("0"),
        ["count below 0"] = Counted("-1"),
        ["count as text"] = Counted("\"1\""),
        ["count with a point"] = Counted("1.0"),
        ["count with an exponent"] = Counted("1e0"),
        ["count with a leading zero"] = Counted("01"),
        ["count beyond all bounds"] = Counted("99999999999999999999"),
        ["count that is null"] = Counted("null"),
        ["count that is true"] = Counted("true"),
        ["count that is not a number"] = Counted("NaN"),
        ["store_id that is null"] = Valued("store_id", "null"),
        ["store_id that is empty"] = Valued("store_id", "\"\""),
        ["store_id of 201 characters"] = Valued("store_id", $"\"{new string('S', 201)}\""),
        ["store_id that is a number"] = Valued("store_id", "339218"),
        ["visit_time that is null"] = Valued("visit_time", "null"),
        ["visit_time that is empty"] = Valued("visit_time", "\"\""),
        ["visit_time of 1,001 characters"] = Valued("visit_time", $"\"{new string('t', 1_001)}\""),
        ["visit_time that is a number"] = Valued("visit_time", "20260504"),
        ["image_url that is null"] = Valued("image_url", "null"),
        ["image_url that is empty"] = Valued("image_url", "[]"),
        ["image_url that is a text"] = Valued("image_url", "\"http://a.example/\""),
        ["image_url that holds null"] = Valued("image_url", "[null]"),
        ["image_url that holds a list"] = Valued("image_url", "[[\"http://a.example/\"]]"),
        ["an empty URL"] = Valued("image_url", "[\"\"]"),
        ["a relative URL"] = Valued("image_url", "[\"/1.jpg\"]"),
        ["one bad URL of two"] = Valued("image_url", "[\"http://a.example/\",\"ftp://a.example/\"]"),
        ["visits without store_id"] = Bytes("""{"count":1,"visits":[{"image_url":["http://a.example/"],"visit_time":"t"}]}"""),
        ["visits without image_url"] = Bytes("""{"count":1,"visits":[{"store_id":"S1","visit_time":"t"}]}"""),
        ["visits without visit_time"] = Bytes("""{"count":1,"visits":[{"store_id":"S1","image_url":["http://a.example/"]}]}"""),
    };

    public static TheoryData<string> Names => [.. Bodies.Keys];

    public static byte[] Of(string name) => Bodies[name];

    private static byte[] Counted(string count) => Bytes(Valid.Replace("\"count\":1", $"\"count\":{count}", StringComparison.Ordinal));

    /// <summary>The valid body with one more property.</summary>
    private static byte[] With(string property) => Bytes($"{Valid[..^1]},{property}}}");

    /// <summary>The valid body with another value for one of its visit's properties.</summary>
    private static byte[] Valued(string name, string value)
    {
        var visit = new Dictionary<string, string>
        {
            ["store_id"] = "\"S1\"",
            ["image_url"] = "[\"http://a.example/\"]",
            ["visit_time"] = "\"t\"",
            [name] = value,
        };
        return Bytes(
            $$"""{"count":1,"visits":[{{{string.Join(',', visit.Select(property => $"\"{property.Key}\":{property.Value}"))}}}]}"""
        );
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
