using System.CommandLine;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse amend</c>.</summary>
internal static class AmendCommand
{
    public static Command Create(CommandHost host)
    {
        var id = JobIds.One();
        var visit = new Argument<int>("VISIT") { Description = "Number of the visit within the job, from 0" };
        var image = new Argument<int>("IMAGE") { Description = "Number of the image within the visit, from 0" };
        var url = new Option<string>("--url")
        {
            Description = "URL that replaces the failed one",
            HelpName = "URL",
            Required = true,
        };
        var command = new ExampleCommand(
            "amend",
            "Replace the URL of a failed image, and retry it.",
            "retailpulse amend 17 0 2 --url https://images.example/right.jpg"
        )
        {
            id,
            visit,
            image,
            url,
        };
        host.Bind(
            command,
            async (session, parse, cancellationToken) =>
            {
                var retried = await session.Out.PassAsync(() =>
                    session.Client.Jobs.AmendAsync(
                        parse.GetValue(id),
                        parse.GetValue(visit),
                        parse.GetValue(image),
                        parse.GetValue(url)!,
                        cancellationToken
                    )
                );
                if (!session.Out.IsJson)
                    session.Out.Line(Texts.Id(retried.Job.Id));
                session.Note("The image is being retried.");
            }
        );
        return command;
    }
}
