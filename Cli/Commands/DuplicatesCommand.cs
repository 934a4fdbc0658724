using System.CommandLine;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse duplicates</c>.</summary>
internal static class DuplicatesCommand
{
    private static readonly IReadOnlyList<Column<RepeatedPhoto>> Columns =
    [
        new("visit", photo => Cell.Id(photo.Visit)),
        new("image", photo => Cell.Id(photo.Image)),
        new("store", photo => Cell.Text(photo.StoreId)),
        new("seen in job", photo => Cell.Id(photo.SeenIn.JobId)),
        new("visit", photo => Cell.Id(photo.SeenIn.Visit)),
        new("image", photo => Cell.Id(photo.SeenIn.Image)),
        new("store", photo => Cell.Text(photo.SeenIn.StoreId)),
    ];

    public static Command Create(CommandHost host)
    {
        var id = JobIds.One();
        var command = new ExampleCommand(
            "duplicates",
            "Print the images of a job whose bytes occurred before, in another visit or job.",
            "retailpulse duplicates 17",
            "retailpulse duplicates 17 -o csv > repeated.csv"
        )
        {
            id,
        };
        host.Bind(
            command,
            (session, parse, cancellationToken) =>
                session.Out.ListAsync(
                    session.Client.Jobs.ListRepeatedPhotosAsync(parse.GetValue(id), cancellationToken),
                    Columns,
                    photo => $"{Texts.Id(parse.GetValue(id))}/{photo.Visit}/{photo.Image}"
                )
        );
        return command;
    }
}
