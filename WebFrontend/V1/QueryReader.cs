using System.Globalization;

namespace RetailPulse.Web.V1;

/// <summary>Reads a query field by field and keeps what is wrong with each, so that a client learns of all at once.</summary>
internal sealed class QueryReader(HttpRequest request)
{
    private const int LongestText = 1_000;
    private static readonly string[] DateForms = ["yyyy-MM-dd"];
    private static readonly string[] TimeForms = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FieldProblem> problems = [];

    /// <summary><see langword="null"/> when the field is missing.</summary>
    public string? Text(string name)
    {
        known.Add(name);
        if (!request.Query.TryGetValue(name, out var values)) return null;
        if (values is [{ Length: > 0 and <= LongestText } text] && !text.Any(char.IsControl)) return text;
        Refuse(name, values.Count > 1 ? "is given more than once" : $"must be text of 1 to {LongestText} characters");
        return null;
    }

    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Text(name) is not { } text) return null;
        if (choices.TryGetValue(text, out var choice)) return choice;
        Refuse(name, $"must be one of {string.Join(", ", choices.Keys)}");
        return null;
    }

    public int? Number(string name, int least, int most)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return null;
    }

    /// <summary>An instant, or the beginning of a day in UTC.</summary>
    /// <param name="dayEnds">Of a day, the end.</param>
    public DateTimeOffset? Time(string name, bool dayEnds = false)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal;
        if (Text(name) is not { } text) return null;
        if (DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, utc, out var time)) return time;
        if (DateTimeOffset.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, utc, out var day) && day.Year < 9999) return dayEnds ? day.AddDays(1) : day;
        Refuse(name, "must be a date, 2026-05-04, or a time, 2026-05-04T09:30:00Z");
        return null;
    }

    public void Refuse(string name, string message) => problems.Add(new FieldProblem(name, message));

    /// <summary>The page that is asked for; to be read behind all other fields, which say what is listed.</summary>
    public PageRequest Page(int size, int most)
    {
        var listing = Listing();
        size = Number("page_size", 1, most) ?? size;
        if (Text("page_token") is not { } token) return new PageRequest(size, null, listing);
        if (PageToken.TryRead(token, listing, out var position)) return new PageRequest(size, position, listing);
        Refuse("page_token", "is no token of this list; repeat the query that answered it, or begin without one");
        return new PageRequest(size, null, listing);
    }

    /// <summary>Everything that is wrong, once all fields were read; others are wrong too.</summary>
    public IReadOnlyList<FieldProblem> Problems()
    {
        foreach (var name in request.Query.Keys.Where(name => !known.Contains(name))) Refuse(name, "is not a field of this query");
        return problems;
    }

    /// <summary>The path and the fields that were read.</summary>
    private string Listing() =>
        string.Join('\n', known.Order(StringComparer.Ordinal).Select(name => $"{name}={request.Query[name]}").Prepend(request.Path.Value!.TrimEnd('/').ToLowerInvariant()));
}
