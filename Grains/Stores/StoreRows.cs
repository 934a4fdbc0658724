using System.Globalization;
using System.Text.RegularExpressions;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>A row: its store, or its error.</summary>
/// <param name="Line">Line on which the row ends, from 1.</param>
/// <param name="Doubt">Reason why the store is probably a mistake. A version that was in force before this rule stays valid.</param>
internal readonly record struct StoreRow(int Line, Store? Store, string? Fault, string? Doubt = null);

/// <summary>Reads the rows of a store master. An invalid row does not hide those after it.</summary>
/// <param name="csv">File at its beginning, seekable. End-of-file characters of MS-DOS are removed from its end.</param>
internal sealed partial class StoreRows(Stream csv)
{
    public const string Misquoted = "a quote stands where none may";

    private const string Remedy = "was rounded by a spreadsheet; format its column as text, enter its values again, and export again";

    /// <summary>Maximum length of a field in characters. A longer one is rather an unclosed quote than a name.</summary>
    private const int MaxFieldLength = 1_000;

    /// <summary>Separators of spreadsheets, the most common first.</summary>
    private static readonly char[] Delimiters = [',', ';', '\t'];

    public IEnumerable<StoreRow> Read()
    {
        var (encoding, fault) = StoreEncoding.Find(csv);
        if (encoding is null)
            return [new StoreRow(1, null, fault)];
        DropEndOfFile(encoding.Encoding.GetBytes([DelimitedRows.EndOfFile]));
        return Read(encoding);
    }

    // After a quote, the parser would take it for a part of the field.
    private void DropEndOfFile(byte[] mark)
    {
        var last = new byte[mark.Length];
        while (csv.Length >= mark.Length)
        {
            csv.Position = csv.Length - mark.Length;
            csv.ReadExactly(last);
            if (!last.SequenceEqual(mark))
                return;
            csv.SetLength(csv.Length - mark.Length);
        }
    }

    private IEnumerable<StoreRow> Read(StoreEncoding encoding)
    {
        var declared = FindDeclared(encoding);
        if (declared is { } separator && !Delimiters.Contains(separator))
            return [new StoreRow(1, null, $"fields separated by '{separator}' are not read; separate fields by commas")];

        StoreHeader? best = null;
        foreach (var delimiter in declared is { } only ? [only] : Delimiters)
        {
            using var rows = new DelimitedRows(csv, encoding, delimiter);
            if (StoreHeader.Read(rows, linesBefore: declared is null ? 0 : 1) is not { } header)
                return [new StoreRow(1, null, "the file is empty")];
            if (header.Faults.Count == 0)
                return Read(encoding, delimiter, linesBefore: declared is null ? 0 : 1);
            if (rows.Raw.Contains(StoreEncoding.Undecodable, StringComparison.Ordinal))
                return [new StoreRow(header.Line, null, encoding.LineFault)];
            if (best is null || header.Found > best.Found)
                best = header;
        }

        var expected = declared is null ? "commas, semicolons or tabs" : $"'{declared}', as line 1 says";
        return best!.IsSeparatedOtherwise
            ? [new StoreRow(best.Line, null, $"the names of the columns are not separated by {expected}; separate fields by commas")]
            : best.Faults.Select(fault => new StoreRow(best.Line, null, fault));
    }

    private IEnumerable<StoreRow> Read(StoreEncoding encoding, char delimiter, int linesBefore)
    {
        using var rows = new DelimitedRows(csv, encoding, delimiter);
        var header = StoreHeader.Read(rows, linesBefore)!;
        while (rows.Read())
        {
            if (rows.Raw.Contains(StoreEncoding.Undecodable, StringComparison.Ordinal))
                yield return new StoreRow(rows.Line, null, encoding.LineFault);
            else if (!rows.IsBlank)
                yield return ReadRow(rows, header);
        }
    }

    /// <summary>
    /// Returns the separator that a first line such as <c>sep=;</c> declares. Excel reads it, and some programs write it.
    /// </summary>
    private char? FindDeclared(StoreEncoding encoding)
    {
        using var rows = new DelimitedRows(csv, encoding, Delimiters[0]);
        return rows.Read() && Declaration().Match(rows.Raw) is { Success: true } found ? found.Groups["separator"].Value[0] : null;
    }

    private static StoreRow ReadRow(DelimitedRows rows, StoreHeader header)
    {
        var fields = rows.Fields;
        if (fields.Length < header.Needed || fields.Length > header.Width)
            return Wrong($"{fields.Length} fields, and the header has {header.Width}{AdviceOn(rows)}");
        var (id, name, area) = header.Choose(fields);
        if (rows.Misquoted)
            return Wrong(Misquoted);
        if (id.Length == 0)
            return Wrong("the store id is empty");
        if (id.Any(char.IsControl))
            return Wrong("the store id holds a control character");
        if (id.Length > Store.MaxIdLength)
            return Wrong($"the store id is longer than {Store.MaxIdLength} characters");
        if (name.Length > MaxFieldLength || area.Length > MaxFieldLength)
            return Wrong($"a field is longer than {MaxFieldLength} characters");
        return new StoreRow(rows.Line, new Store(id, name, area), null, Doubt(id, area));

        StoreRow Wrong(string fault) => new(rows.Line, null, fault);
    }

    private static string AdviceOn(DelimitedRows rows) =>
        rows.Fields.Length == 1 && rows.Raw.AsSpan().ContainsAny(Delimiters) ? "; separate all fields by the same character" : "";

    private static string? Doubt(string id, string area)
    {
        if (Rounded().IsMatch(id))
            return $"the store id '{id}' {Remedy}";
        if (Rounded().IsMatch(area))
            return $"the area code '{area}' {Remedy}";
        return id.FirstOrDefault(StoreIds.HasNoWidth) is not '\0' and var unseen
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the store id '{id}' holds the character U+{(int)unseen:X4}, which does not show; remove it"
            )
            : null;
    }

    [GeneratedRegex("""^\uFEFF?"?sep=(?<separator>[^\r\n"])"?\s*$""", RegexOptions.IgnoreCase)]
    private static partial Regex Declaration();

    /// <summary>A number with many digits, as spreadsheets write it.</summary>
    [GeneratedRegex(@"^[0-9](?:[.,][0-9]+)?E\+[0-9]{2,3}$", RegexOptions.IgnoreCase)]
    private static partial Regex Rounded();
}
