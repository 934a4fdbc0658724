using System.Buffers;
using System.Globalization;
using System.Text;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>
/// Reads visits from rows, one per image, after a header with the names of the columns. Consecutive rows with the same store and time are
/// one visit.
/// </summary>
internal sealed class CsvVisits(FieldErrors errors) : VisitLines(errors)
{
    private const string Store = "store_id";
    private const string Time = "visit_time";
    private const string Url = "image_url";
    private const string Reference = "reference";
    private const string Empty = "must not be empty";
    private const string NotUnicode = "must be Unicode, in UTF-8 or UTF-16";

    /// <summary>Replacement for bytes that are invalid in UTF-16. It is not a character, so no valid file contains it.</summary>
    public const char Undecodable = '\uFFFF';

    /// <summary>End-of-file character of MS-DOS and of programs that follow it.</summary>
    private const char EndOfFile = '\u001A';

    /// <summary>Beginning of a line with which Excel states the separator of the lines below.</summary>
    private const string SeparatorLine = "sep=";

    private static readonly string[] Required = [Store, Time, Url];
    private static readonly string[] Columns = [.. Required, Reference];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ImageUrls.Builder images = new();
    private char? separator;
    private List<string>? header;
    private bool unreadable;
    private (string Store, string Time, long Line)? visit;
    private long length;

    public override int MaxLineLength => 64 * 1024;

    public override bool Stopped => unreadable || base.Stopped;

    public override void Take(ReadOnlySequence<byte> line)
    {
        if (Decode(line) is not { } text)
            return;
        if (header is null && text.Contains('\r'))
            Errors.Add("", "must end with LF or CRLF; a CR alone does not end a line");
        else if (header is null && separator is null && text.StartsWith(SeparatorLine, StringComparison.OrdinalIgnoreCase))
            separator = text.Length > SeparatorLine.Length ? text[SeparatorLine.Length] : ',';
        else if (CsvRecord.Split(text, separator ??= CsvRecord.SeparatorOf(text)) is not { } fields)
            Errors.Add("", "has a quote that does not enclose a whole field, or a field that does not end on this line");
        else if (fields.Exists(field => !string.IsNullOrWhiteSpace(field)))
            Take(fields);
        else
            SkipBlank();
        if (header is null && Errors.Any)
            unreadable = true;
    }

    public override void End()
    {
        if (header is null && !Errors.Any)
            Errors.Add("", $"must be a header with the columns {string.Join(", ", Required)}");
        Finish();
    }

    private void SkipBlank()
    {
        Count(hasContent: false);
        if (header is null)
            separator = null;
    }

    private void Take(List<string> fields)
    {
        Count(hasContent: true);
        if (header is null)
            TakeHeader(fields);
        else if (fields.Count < header.Count || fields.Skip(header.Count).Any(field => field.Length > 0))
            Errors.Add("", string.Create(CultureInfo.InvariantCulture, $"has {fields.Count} fields, and the header has {header.Count}"));
        else
            TakeImage(fields);
    }

    private void TakeHeader(List<string> fields)
    {
        // Spreadsheets write separators for columns that are empty in every row.
        header = [.. fields.Select(name => Stores.StoreIds.Trim(name).ToLowerInvariant())];
        while (header[^1].Length == 0)
            header.RemoveAt(header.Count - 1);
        foreach (var name in Required.Where(name => !header.Contains(name)))
            Errors.Add($"/{name}", "is missing in the header");
        foreach (var (name, times) in header.CountBy(name => name))
        {
            if (!Columns.Contains(name))
                Errors.Add($"/{JsonPointer.Escape(name)}", $"is not a column; the columns are {string.Join(", ", Columns)}");
            else if (times > 1)
                Errors.Add($"/{name}", "is given more than once");
        }

        unreadable = Errors.Any;
    }

    private void TakeImage(List<string> fields)
    {
        var store = TakeText(fields, Store, Stores.Store.MaxIdLength);
        var time = TakeText(fields, Time, VisitSubmission.MaxTimeLength);
        if (visit is not { } open || open.Store != store || open.Time != time)
        {
            Finish();
            visit = (store, time, Errors.Line!.Value);
        }

        var (url, reference) = (TakeUrl(fields), TakeReference(fields));
        length += url.Length + (reference?.Length ?? 0);
        if (length > MaxVisitLength)
            Errors.Add($"/{Url}", $"must be one of at most {MaxVisitLength} characters of URLs and references of one visit");
        else
            images.Add(url, reference);
    }

    private string TakeText(List<string> fields, string column, int maxLength)
    {
        var text = fields[header!.IndexOf(column)];
        var problem =
            text.Length == 0 ? Empty
            : text.Length > maxLength ? $"must have at most {maxLength} characters"
            : JsonText.HasControl(text) ? "must not have control characters"
            : null;
        if (problem is null)
            return text;
        Errors.Add($"/{column}", problem);
        return "";
    }

    /// <summary>Returns the reference of an image; <see langword="null"/> if it has none.</summary>
    private string? TakeReference(List<string> fields)
    {
        if (header!.IndexOf(Reference) is not (>= 0 and var column) || fields[column] is not { Length: > 0 } reference)
            return null;
        if (reference.Length <= JobSubmission.MaxReferenceLength && !JsonText.HasControl(reference))
            return reference;
        Errors.Add($"/{Reference}", $"must have at most {JobSubmission.MaxReferenceLength} characters, without control characters");
        return null;
    }

    private string TakeUrl(List<string> fields)
    {
        var url = ImageUrl.Trim(fields[header!.IndexOf(Url)]);
        if (ImageUrl.IsValid(url))
            return url;
        Errors.Add($"/{Url}", url.Length == 0 ? Empty : ImageUrl.Rule);
        return "";
    }

    private void Finish()
    {
        if (visit is { } open)
            Finished.Add((new VisitSubmission(open.Store, open.Time, images.Drain()), open.Line));
        (visit, length) = (null, 0);
    }

    private string? Decode(ReadOnlySequence<byte> line)
    {
        try
        {
            var text = Strict.GetString(line);
            if (!text.Contains(Undecodable))
                return text.TrimEnd(EndOfFile);
        }
        catch (DecoderFallbackException)
        {
            // Reported below, like damaged UTF-16.
        }

        Errors.Add("", NotUnicode);
        return null;
    }
}
