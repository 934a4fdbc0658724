using System.CommandLine;
using RetailPulse.Cli.Input;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse stores upload</c>.</summary>
internal static class StoreUploadCommand
{
    private static readonly IReadOnlyList<Column<StoreMaster>> Columns =
    [
        new("version", master => Cell.Id(master.Version)),
        new("stores", master => Cell.Number(master.Stores)),
        new("source", master => Cell.Text(master.Source)),
        new("loaded", master => Cell.Text(Texts.Iso(master.LoadedAt))),
    ];

    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "CSV with the columns store_id, store_name, and area_code; - reads standard input",
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Print what would change, up to 100 stores of each kind, and upload nothing",
        };
        var command = new ExampleCommand(
            "upload",
            "Replace the whole store master.",
            "retailpulse stores upload store_master.csv --dry-run",
            "retailpulse stores upload store_master.csv"
        )
        {
            file,
            dryRun,
        };
        host.Bind(
            command,
            async (session, parse, cancellationToken) =>
            {
                var csv = await ReadAsync(session, parse.GetValue(file)!, cancellationToken);
                if (parse.GetValue(dryRun))
                    await StorePreview.PrintAsync(session, csv, cancellationToken);
                else
                    await UploadAsync(session, csv, cancellationToken);
            }
        );
        return command;
    }

    private static async Task UploadAsync(Session session, byte[] csv, CancellationToken cancellationToken) =>
        await session.Out.ListAsync(
            One(session, csv, cancellationToken),
            Columns,
            master => Texts.Id(master.Version),
            source: ListSource.Responses
        );

    private static async IAsyncEnumerable<StoreMaster> One(
        Session session,
        byte[] csv,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        yield return await session.Client.Stores.PutMasterAsync(csv, cancellationToken);
    }

    private static async Task<byte[]> ReadAsync(Session session, string file, CancellationToken cancellationToken)
    {
        var (name, content) = await InputFile.OpenAsync(file, session.Input, cancellationToken);
        await using (content)
        {
            try
            {
                using var csv = new MemoryStream();
                await content.CopyToAsync(csv, cancellationToken);
                return csv.ToArray();
            }
            catch (IOException exception)
            {
                throw InputFile.Unreadable(name, exception);
            }
        }
    }
}
