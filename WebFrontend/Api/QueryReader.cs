using System.Globalization;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Reads the parameters of a query, and collects what is wrong with each, so that a client learns of all errors at once.</summary>
/// <param name="emptyIsMissing">Whether a parameter without a value is treated as missing.</param>
internal sealed class QueryReader(HttpRequest request, bool emptyIsMissing = false)
{
    /// <summary>Maximum number of characters of a parameter that has no other limit.</summary>
    public const int MaxTextLength = 1_000;
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1_000;
    private const string SizeField = "page_size";
    private const string TokenField = "page_token";
    public const string InvalidToken = "is not valid for this query; repeat the original query or omit the token";
    private static readonly string[] DateFormats = ["yyyy-MM-dd"];
    private static readonly string[] TimeFormats = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FieldProblem> problems = [];

    /// <summary>Returns the value of a parameter; <see langword="null"/> if it is missing or invalid.</summary>
    public string? Text(string name, int maxLength = MaxTextLength)
    {
        known.Add(name);
        if (!request.Query.TryGetValue(name, out var values) || (emptyIsMissing && values is [""]))
            return null;
        if (values is [{ Length: > 0 } text] && text.Length <= maxLength && !text.Any(char.IsControl))
            return text;
        Refuse(
            name,
            values switch
            {
                { Count: > 1 } => "is given more than once",
                [""] => "is empty; give it a value or omit it",
                _ => string.Create(
                    CultureInfo.InvariantCulture,
                    $"must be text of 1 to {maxLength} characters, without control characters"
                ),
            }
        );
        return null;
    }

    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        if (choices.TryGetValue(text, out var choice))
            return choice;
        var written = choices.Keys.FirstOrDefault(key => string.Equals(key, text, StringComparison.OrdinalIgnoreCase));
        Refuse(
            name,
            written is null
                ? $"must be one of {string.Join(", ", choices.Keys.Order(StringComparer.Ordinal))}"
                : $"must be written {written}; it is case-sensitive"
        );
        return null;
    }

    public int? Number(string name, int min, int max)
    {
        if (Text(name) is not { } text)
            return null;
        if (Digits.TryParse(text, out int number) && number >= min && number <= max)
            return number;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return null;
    }

    /// <summary>Returns the values of the parameters <c>name[key]</c> by their keys; <see langword="null"/> if there are none.</summary>
    public JobMetadata? Metadata(string name)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var field in request.Query.Keys.Where(field => IsEntry(field, name)).Order(StringComparer.Ordinal))
        {
            var key = field[(name.Length + 1)..^1];
            if (Text(field) is not { } value)
                continue;
            if (MetadataKey.Problem(key) is { } problem)
                Refuse(field, problem);
            pairs.Add(new(key, value));
        }

        if (pairs.Count > JobMetadata.MaxPairs)
            Refuse(name, $"can be given for at most {JobMetadata.MaxPairs} keys");
        return JobMetadata.Of(pairs);
    }

    private static bool IsEntry(string field, string name) =>
        field.StartsWith(name, StringComparison.OrdinalIgnoreCase) && field.AsSpan(name.Length) is ['[', .., ']'];

    /// <summary>Returns a time, or the start of a day in UTC.</summary>
    /// <param name="dayEnds">Whether to return the end of a day instead.</param>
    public DateTimeOffset? Time(string name, bool dayEnds = false)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal;
        if (Text(name) is not { } text)
            return null;
        if (DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, utc, out var time))
            return time;
        if (DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, utc, out var day) && day.Year < 9999)
            return dayEnds ? day.AddDays(1) : day;
        Refuse(
            name,
            IsOffsetWithoutPlus(text)
                ? "has a space in place of the plus sign of its time zone offset; in a query, write + as %2B"
                : "must be a date such as 2026-05-04, or a time such as 2026-05-04T09:30:00Z"
        );
        return null;
    }

    /// <summary>Returns whether a plus sign is missing. In a query, an unescaped plus sign means a space.</summary>
    private static bool IsOffsetWithoutPlus(string text) =>
        text.LastIndexOf(' ') is > 0 and var blank
        && DateTimeOffset.TryParseExact(
            $"{text.AsSpan(0, blank)}+{text.AsSpan(blank + 1)}",
            TimeFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        );

    /// <summary>Returns a time, or the last moment of a day in UTC.</summary>
    public DateTimeOffset? LastTime(string name)
    {
        var end = Time(name, dayEnds: true);
        var isDay = DateOnly.TryParseExact(request.Query[name], DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        return isDay ? end?.AddTicks(-1) : end;
    }

    public void Refuse(string name, string message) => problems.Add(new FieldProblem(name, message));

    /// <summary>Reads the requested page. Must be called after all other fields were read, because they identify the list.</summary>
    /// <param name="added">
    /// Fields that the list did not have at first. They identify the list only if they are given, so that tokens of earlier versions stay
    /// valid.
    /// </param>
    public PageRequest<T> Page<T>(PositionFormat<T> format, params IReadOnlyCollection<string> added)
    {
        var listing = Listing(added);
        var size = Number(SizeField, 1, MaxPageSize) ?? DefaultPageSize;
        var after = format.Start;
        if (Text(TokenField) is { } token && !PageToken.TryRead(token, listing, format, out after))
            Refuse(TokenField, InvalidToken);
        return new PageRequest<T>(size, after, listing, format);
    }

    /// <summary>Returns all errors, after all parameters were read. Any other parameter is an error.</summary>
    public IReadOnlyList<FieldProblem> Problems()
    {
        foreach (var name in request.Query.Keys.Where(name => !known.Contains(name)))
            Refuse(name, "is not a parameter of this operation");
        return problems;
    }

    /// <summary>Returns the path and the parameters that were read.</summary>
    private string Listing(IReadOnlyCollection<string> added) =>
        string.Join(
            '\n',
            known
                .Where(name => !added.Contains(name) || request.Query.ContainsKey(name))
                .Order(StringComparer.Ordinal)
                .Select(name => $"{name}={request.Query[name]}")
                .Prepend(request.Path.Value!.TrimEnd('/').ToLowerInvariant())
        );
}
