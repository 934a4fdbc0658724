using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>The row with the column names of a store master.</summary>
internal sealed class StoreHeader
{
    private static readonly string[] Columns = ["storeid", "storename", "areacode"];

    private readonly string[] names;
    private readonly int[] at;

    private StoreHeader(DelimitedRows rows)
    {
        names = [.. rows.Fields.Select(Normalize)];
        at = [.. Columns.Select(column => Array.IndexOf(names, column))];
        Line = rows.Line;
        Faults = rows.Misquoted ? [StoreRows.Misquoted] : [.. Columns.Select(FaultOf).OfType<string>()];
        IsSeparatedOtherwise =
            Found == 0 && Array.TrueForAll(Columns, column => Normalize(rows.Raw).Contains(column, StringComparison.Ordinal));
    }

    public int Line { get; }

    /// <summary>Errors of the header; empty if every column occurs once.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Number of columns that were found.</summary>
    public int Found => at.Count(column => column >= 0);

    /// <summary>Whether all columns are named, but separated by another character.</summary>
    public bool IsSeparatedOtherwise { get; }

    /// <summary>Maximum number of fields of a row.</summary>
    public int Width => names.Length;

    /// <summary>Minimum number of fields of a row. Spreadsheets omit fields of trailing columns without a name.</summary>
    public int Needed => Array.FindLastIndex(names, name => name.Length > 0) + 1;

    /// <summary>Reads the header; <see langword="null"/> if there is none.</summary>
    /// <param name="linesBefore">Number of lines before the header.</param>
    public static StoreHeader? Read(DelimitedRows rows, int linesBefore)
    {
        for (var line = 0; line < linesBefore; line++)
            rows.Read();
        do
        {
            if (!rows.Read())
                return null;
        } while (rows.IsBlank);
        return new StoreHeader(rows);
    }

    /// <summary>Returns the fields of a row: id, name and area.</summary>
    public (string Id, string Name, string Area) Choose(string[] fields) =>
        (StoreIds.Trim(fields[at[0]]), fields[at[1]].Trim(), fields[at[2]].Trim());

    private string? FaultOf(string column)
    {
        var found = Array.IndexOf(names, column);
        if (found < 0)
            return $"column '{column}' is missing; the header must name store_id, store_name and area_code";
        return Array.LastIndexOf(names, column) != found ? $"column '{column}' is there twice" : null;
    }

    /// <summary>Normalizes a column name: <c>StoreID</c>, <c>store-id</c> and <c> Store ID </c> are the same column.</summary>
    private static string Normalize(string name) => string.Concat(name.Where(IsOfName)).ToLowerInvariant();

    private static bool IsOfName(char character) =>
        character is not ('_' or '-' or '.') && !char.IsWhiteSpace(character) && !StoreIds.HasNoWidth(character);
}
