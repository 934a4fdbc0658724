using System.CommandLine;
using System.Globalization;
using System.Net;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse top</c>.</summary>
internal sealed class TopCommand
{
    private const int MostJobs = 20;
    private const int MostHosts = 10;

    /// <summary>Moves to the upper left corner, and clears what is below.</summary>
    private const string Home = "\u001b[H\u001b[J";

    private readonly Option<string> every = new("--every")
    {
        Description = "Time between two screens",
        HelpName = "DURATION",
        DefaultValueFactory = _ => "2s",
    };

    private readonly Option<bool> once = new("--once") { Description = "Print one screen, and exit" };

    public static Command Create(CommandHost host)
    {
        var parts = new TopCommand();
        parts.every.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Duration.Parse(result.GetValueOrDefault<string>() ?? "") is null)
                result.AddError($"--every {Duration.Rule}.");
        });
        var command = new ExampleCommand(
            "top",
            "Show ongoing jobs, image hosts, and silos until Ctrl+C. Hosts and silos require a key with the role admin.",
            "retailpulse top",
            "retailpulse top --once"
        )
        {
            parts.every,
            parts.once,
        };
        host.Globals.AcceptOnlyTables(command, "For programs: retailpulse jobs --status ongoing");
        host.Bind(command, parts.RunAsync);
        return command;
    }

    private async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var pause = Duration.Parse(parse.GetValue(every)!)!.Value;
        await ShowAsync(session, "", cancellationToken);
        if (parse.GetValue(once) || !session.Out.IsTerminal)
            return;
        var clear = session.Out.Style.IsOn ? Home : "";
        while (true)
        {
            await Task.Delay(pause, session.Surroundings.Time, cancellationToken);
            try
            {
                await ShowAsync(session, clear, cancellationToken);
            }
            catch (RetailPulseException exception) when (exception.MayPass)
            {
                session.Report(exception.Message, "What is above is no longer up to date. Press Ctrl+C to stop waiting.");
            }
        }
    }

    /// <param name="clear">Printed once everything to show has been read, so that the screen before it stays until then.</param>
    private static async Task ShowAsync(Session session, string clear, CancellationToken cancellationToken)
    {
        var (jobs, hasMore) = await ReadJobsAsync(session, cancellationToken);
        var hosts = await ReadHostsAsync(session, cancellationToken);
        session.Out.Write(clear);
        await PrintAsync(session, jobs, hasMore, hosts);
    }

    /// <summary>Returns the newest ongoing jobs, and whether there are more.</summary>
    private static async Task<(List<Job> Jobs, bool HasMore)> ReadJobsAsync(Session session, CancellationToken cancellationToken)
    {
        var page = await session.Client.Jobs.GetPageAsync(
            new JobQuery { Status = JobStatus.Ongoing, PageSize = MostJobs },
            cancellationToken: cancellationToken
        );
        List<Job> jobs = [];
        foreach (var listed in page.Jobs)
        {
            try
            {
                jobs.Add(await session.Client.Jobs.GetAsync(listed.Id, cancellationToken));
            }
            catch (RetailPulseException exception) when (exception.Status == HttpStatusCode.NotFound)
            {
                // The job was deleted after it was listed.
            }
        }

        return (jobs, page.NextPageToken is not null);
    }

    /// <summary>Returns the image hosts; <see langword="null"/> if the key may not see them.</summary>
    private static async Task<ImageHosts?> ReadHostsAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Client.Hosts.ListAsync(cancellationToken);
        }
        catch (RetailPulseException exception) when (exception.Status == HttpStatusCode.Forbidden)
        {
            return null;
        }
    }

    private static async Task PrintAsync(Session session, List<Job> jobs, bool hasMore, ImageHosts? hosts)
    {
        var output = session.Out;
        var address = output.Style.Paint(Texts.Safe(session.Target.Address.ToString()), Tone.Strong);
        var shown = hasMore ? $"the newest {jobs.Count} of more ongoing jobs" : Texts.Plural(jobs.Count, "ongoing job");
        output.Line($"{address}  {shown}, {Texts.Rate(jobs.Sum(job => job.Rate ?? 0))}, {Texts.Iso(session.Now)}");
        if (hosts is not null)
            output.Line(
                Texts.Safe(
                    $"Silos: {string.Join(", ", hosts.Silos.Select(silo => silo.Answered ? silo.Silo : $"{silo.Silo} (no response)"))}"
                )
            );
        output.Line("");
        await output.TableAsync(jobs, Jobs);
        if (hosts is { Hosts.Count: > 0 })
        {
            output.Line("");
            await output.TableAsync(hosts.Hosts.Take(MostHosts), Hosts(session.Now));
        }
    }

    private static readonly IReadOnlyList<Column<Job>> Jobs =
    [
        new("job", job => Cell.Id(job.Id)),
        new("images", job => Cell.Number(job.Counts.Total)),
        new("measured", job => Cell.Number(job.Counts.Measured)),
        new("failed", job => Cell.Failures(job.Counts.Failed)),
        new("running", job => Cell.Number(job.Counts.Running)),
        new("waiting", job => Cell.Number(job.Counts.Waiting?.Total ?? 0)),
        new("rate", job => new Cell(Texts.Rate(job.Rate), IsNumber: true)),
        new("left", job => Cell.Text(job.EtaSeconds is { } seconds ? Texts.Duration(TimeSpan.FromSeconds(seconds)) : "")),
    ];

    private static IReadOnlyList<Column<ImageHost>> Hosts(DateTimeOffset now) =>
        [
            new("state", host => Cell.Status(host.State)),
            new("in flight", host => Cell.Number(host.InFlight)),
            new("waiting", host => Cell.Number(host.Waiting)),
            new("failing", host => new Cell(host.FailureShare?.ToString("P0", CultureInfo.InvariantCulture) ?? "", IsNumber: true)),
            new("last reason", host => Cell.Text(host.LastReason)),
            new("next probe", host => Cell.Time(host.NextProbeAt, now)),
            new("host", host => Cell.Text(host.Origin)),
        ];
}
