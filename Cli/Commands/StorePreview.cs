using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Commands;

/// <summary>Prints what an upload would change in the store master. The service compares, so that its rules apply.</summary>
internal static class StorePreview
{
    private static readonly IReadOnlyList<Column<StoreChange>> Columns =
    [
        new("change", change => new Cell(change.Kind, Tone: change.Kind == "removed" ? Tone.Bad : Tone.Good)),
        new("id", change => Cell.Text(change.Id)),
        new("area", change => Cell.Text(change.Area)),
        new("name", change => Cell.Text(change.Name)),
    ];

    public static async Task PrintAsync(Session session, byte[] csv, CancellationToken cancellationToken)
    {
        var master = await session.Out.PassAsync(() => session.Client.Stores.PreviewMasterAsync(csv, cancellationToken));
        if (session.Out.IsJson || master.Preview is not { } preview)
            return;
        List<StoreChange> changes =
        [
            .. preview.Added.Select(store => new StoreChange("added", store.StoreId, store.AreaCode, store.StoreName)),
            .. preview.Changed.Select(store => new StoreChange("changed", store.StoreId, store.AreaCode, store.StoreName)),
            .. preview.Removed.Select(store => new StoreChange("removed", store.StoreId, store.AreaCode, store.StoreName)),
        ];
        await session.Out.ListAsync(changes.ToAsyncEnumerable(), Columns, change => change.Id, source: ListSource.Program);
        var total = preview.AddedTotal + preview.ChangedTotal + preview.RemovedTotal;
        if (total > changes.Count)
            session.Note($"Showing {Texts.Count(changes.Count)} of {Texts.Plural(total, "change")}.");
        session.Note(
            $"{Texts.Count(preview.AddedTotal)} added, {Texts.Count(preview.ChangedTotal)} changed, {Texts.Count(preview.RemovedTotal)} removed. Nothing was uploaded."
        );
    }

    private sealed record StoreChange(string Kind, string Id, string Area, string Name);
}
