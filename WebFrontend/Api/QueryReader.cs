using System.Globalization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Reads a query field by field and keeps what is wrong with each, so that a client learns of all at once.</summary>
/// <param name="emptyIsMissing">A field without a value is as good as none.</param>
internal sealed class QueryReader(HttpRequest request, bool emptyIsMissing = false)
{
    private const int LongestText = 1_000;
    private const string SizeField = "page_size";
    private const string TokenField = "page_token";
    private static readonly string[] DateForms = ["yyyy-MM-dd"];
    private static readonly string[] TimeForms = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FieldProblem> problems = [];

    /// <summary><see langword="null"/> when the field is missing.</summary>
    public string? Text(string name)
    {
        known.Add(name);
        if (!request.Query.TryGetValue(name, out var values) || (emptyIsMissing && values is [""])) return null;
        if (values is [{ Length: > 0 and <= LongestText } text] && !text.Any(char.IsControl)) return text;
        Refuse(name, values switch
        {
            { Count: > 1 } => "is given more than once",
            [""] => "is empty; give it a value, or leave it out",
            _ => $"must be text of 1 to {LongestText} characters, without control characters",
        });
        return null;
    }

    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Text(name) is not { } text) return null;
        if (choices.TryGetValue(text, out var choice)) return choice;
        var written = choices.Keys.FirstOrDefault(key => string.Equals(key, text, StringComparison.OrdinalIgnoreCase));
        Refuse(name, written is null ? $"must be one of {string.Join(", ", choices.Keys.Order(StringComparer.Ordinal))}" : $"must be written {written}: its case counts");
        return null;
    }

    public int? Number(string name, int least, int most)
    {
        if (Text(name) is not { } text) return null;
        if (Digits.TryParse(text, out int number) && number >= least && number <= most) return number;
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
        Refuse(name, IsOffsetWithoutPlus(text)
            ? "has a blank where the offset of its time zone has a plus sign; in a query, write + as %2B"
            : "must be a date, 2026-05-04, or a time, 2026-05-04T09:30:00Z");
        return null;
    }

    /// <summary>In a query, a plus sign that is not escaped is a blank.</summary>
    private static bool IsOffsetWithoutPlus(string text) =>
        text.LastIndexOf(' ') is > 0 and var blank
        && DateTimeOffset.TryParseExact($"{text.AsSpan(0, blank)}+{text.AsSpan(blank + 1)}", TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>An instant, or the last of a day in UTC.</summary>
    public DateTimeOffset? LastTime(string name)
    {
        var end = Time(name, dayEnds: true);
        var isDay = DateOnly.TryParseExact(request.Query[name], DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        return isDay ? end?.AddTicks(-1) : end;
    }

    public void Refuse(string name, string message) => problems.Add(new FieldProblem(name, message));

    /// <summary>The page that is asked for; to be read behind all other fields, which say what is listed.</summary>
    public PageRequest Page(int size, int most)
    {
        var listing = Listing();
        size = Number(SizeField, 1, most) ?? size;
        if (Text(TokenField) is not { } token) return new PageRequest(size, null, listing);
        if (PageToken.TryRead(token, listing, out var position)) return new PageRequest(size, position, listing);
        RefuseToken();
        return new PageRequest(size, null, listing);
    }

    /// <summary>As the other, of a list whose places are no numbers.</summary>
    /// <param name="read">The place that a position says, or <see langword="null"/> when it says none.</param>
    public PageRequest<T> Page<T>(int size, int most, Func<string, T?> read)
        where T : class
    {
        var listing = Listing();
        size = Number(SizeField, 1, most) ?? size;
        if (Text(TokenField) is not { } token) return new PageRequest<T>(size, null, listing);
        var after = PageToken.TryReadText(token, listing, out var position) ? read(position) : null;
        if (after is null) RefuseToken();
        return new PageRequest<T>(size, after, listing);
    }

    /// <summary>Everything that is wrong, once all fields were read; others are wrong too.</summary>
    public IReadOnlyList<FieldProblem> Problems()
    {
        foreach (var name in request.Query.Keys.Where(name => !known.Contains(name))) Refuse(name, "is not a field of this query");
        return problems;
    }

    private void RefuseToken() => Refuse(TokenField, "is no token of this list; repeat the query that answered it, or begin without one");

    /// <summary>The path and the fields that were read.</summary>
    private string Listing() =>
        string.Join('\n', known.Order(StringComparer.Ordinal).Select(name => $"{name}={request.Query[name]}").Prepend(request.Path.Value!.TrimEnd('/').ToLowerInvariant()));
}
