using System.Text;
using RetailPulse.Cli.Input;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Commands;

/// <summary>Compares a store master with the present one.</summary>
internal static class StorePreview
{
    private static readonly string[] Kinds = ["added", "changed", "removed"];
    private static readonly string[] Names = ["store_id", "store_name", "area_code"];

    private static readonly IReadOnlyList<Column<StoreChange>> Columns =
    [
        new("change", change => new Cell(change.Kind, Tone: change.Kind == "removed" ? Tone.Bad : Tone.Good)),
        new("id", change => Cell.Text(change.Id)),
        new("area", change => Cell.Text(change.Area)),
        new("name", change => Cell.Text(change.Name)),
    ];

    public static async Task PrintAsync(Session session, string file, byte[] csv, CancellationToken cancellationToken)
    {
        var next = Read(file, csv);
        List<StoreChange> changes = [];
        var present = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var store in session.Client.Stores.ListAsync(pageSize: 1_000, cancellationToken: cancellationToken))
        {
            present.Add(store.StoreId);
            if (!next.TryGetValue(store.StoreId, out var row))
                changes.Add(new StoreChange("removed", store.StoreId, store.AreaCode, store.StoreName));
            else if (row != (store.StoreName, store.AreaCode))
                changes.Add(new StoreChange("changed", store.StoreId, row.Area, row.Name));
        }

        changes.AddRange(
            next.Where(row => !present.Contains(row.Key)).Select(row => new StoreChange("added", row.Key, row.Value.Area, row.Value.Name))
        );
        await session.Out.ListAsync(
            changes
                .OrderBy(change => change.Kind, StringComparer.Ordinal)
                .ThenBy(change => change.Id, StringComparer.Ordinal)
                .ToAsyncEnumerable(),
            Columns,
            change => change.Id
        );
        session.Note(
            string.Join(", ", Kinds.Select(kind => $"{Texts.Count(changes.Count(change => change.Kind == kind))} {kind}"))
                + ". Nothing was uploaded."
        );
    }

    private static Dictionary<string, (string Name, string Area)> Read(string file, byte[] csv)
    {
        using var text = new StreamReader(new MemoryStream(csv), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var reader = new CsvReader(text, file);
        List<string> header = [.. (reader.ReadHeader() ?? []).Select(name => name.Trim().ToLowerInvariant())];
        string[] missing = [.. Names.Where(name => !header.Contains(name))];
        if (missing.Length > 0)
            throw InvalidFile.At(file, 1, $"the first row must name the columns; missing: {string.Join(", ", missing)}");
        var (id, name, area) = (header.IndexOf("store_id"), header.IndexOf("store_name"), header.IndexOf("area_code"));
        var stores = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        while (reader.Read() is { } row)
        {
            if (row.Count <= Math.Max(id, Math.Max(name, area)) || row[id].Trim().Length == 0)
                throw InvalidFile.At(file, reader.Line, "a cell is missing");
            if (!stores.TryAdd(row[id].Trim(), (row[name].Trim(), row[area].Trim())))
                throw InvalidFile.At(file, reader.Line, $"the store {row[id].Trim()} occurs twice");
        }

        return stores;
    }

    private sealed record StoreChange(string Kind, string Id, string Area, string Name);
}
