using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary>Follows jobs to their ends.</summary>
internal sealed class Follower(Session session)
{
    private static readonly IReadOnlyList<Column<(long Job, FailedImage Image)>> Failures =
    [
        new("job", failure => Cell.Id(failure.Job)),
        new("visit", failure => Cell.Id(failure.Image.Visit)),
        new("image", failure => Cell.Id(failure.Image.Image)),
        new("store", failure => Cell.Text(failure.Image.StoreId)),
        new("reason", failure => Cell.Text(failure.Image.Reason)),
        new("url", failure => Cell.Text(failure.Image.Url)),
    ];

    private readonly Lock screen = new();

    /// <summary>Shows the progress of jobs until all have ended. Returns the exit code.</summary>
    /// <param name="printsFailures">Whether failed images are printed as data.</param>
    public async Task<int> WatchAsync(IReadOnlyList<long> jobs, bool printsFailures, CancellationToken cancellationToken)
    {
        var bar = session.Bar();
        if (printsFailures)
            session.Out.Heading(Failures);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var statuses = await Task.WhenAll(jobs.Select(job => WatchAsync(job, bar, printsFailures, stop)));
            return statuses.All(status => status == JobStatus.Completed) ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            bar.Clear();
            session.Note($"{(jobs.Count == 1 ? "The job continues" : "The jobs continue")}. To resume waiting: {ResumeWith(jobs)}");
            throw;
        }
        finally
        {
            bar.Clear();
        }
    }

    public static string ResumeWith(IReadOnlyList<long> jobs) => $"retailpulse wait {string.Join(' ', jobs.Select(Texts.Id))}";

    private async Task<string> WatchAsync(long id, ProgressBar bar, bool printsFailures, CancellationTokenSource stop)
    {
        var began = false;
        try
        {
            await foreach (var happened in session.Client.Jobs.ListenAsync(id, stop.Token))
            {
                began = true;
                lock (screen)
                {
                    if (Show(id, happened, bar, printsFailures) is { } status)
                        return status;
                }
            }

            // The job had ended, and there is nothing to listen to.
            var job = await session.Client.Jobs.GetAsync(id, stop.Token);
            lock (screen)
            {
                bar.Clear();
                SayEnd(id, job.Status, job.Counts);
                bar.Draw();
            }

            return job.Status;
        }
        catch (RetailPulseException exception) when (began && exception.MayPass)
        {
            await stop.CancelAsync();
            throw new CommandException(
                ExitCode.Interrupted,
                exception.Message,
                $"The job continues. To resume: retailpulse watch {Texts.Id(id)}"
            );
        }
        catch (RetailPulseException)
        {
            await stop.CancelAsync();
            throw;
        }
    }

    /// <summary>Returns the status of a job that has ended.</summary>
    private string? Show(long id, JobEvent happened, ProgressBar bar, bool printsFailures)
    {
        switch (happened)
        {
            case JobProgress progress:
                bar.Show(id, progress);
                return null;
            case FailedImage image when printsFailures:
                bar.Clear();
                Print(id, image);
                bar.Draw();
                return null;
            case JobEnd end:
                bar.Clear();
                SayEnd(id, end.Status, end.Counts);
                return end.Status;
            default:
                return null;
        }
    }

    private void Print(long id, FailedImage image)
    {
        switch (session.Out.Format)
        {
            case OutputFormat.Json or OutputFormat.Ndjson:
                session.Out.Line(FailureJson.Line(id, image));
                break;
            case OutputFormat.Table:
                session.Out.Line(
                    $"{session.Out.Style.Paint("failed", Tone.Bad)}  {Texts.Id(id)}/{image.Visit}/{image.Image}  {Texts.Safe(image.StoreId)}  {Texts.Safe(image.Reason)}  {Texts.Safe(image.Url)}"
                );
                break;
            default:
                session.Out.Row((id, image), Failures, _ => $"{Texts.Id(id)}/{image.Visit}/{image.Image}");
                break;
        }

        session.Out.Flush();
    }

    private void SayEnd(long id, string status, JobCounts counts) =>
        session.NotePainted(
            $"Job {Texts.Id(id)} {session.ErrorStyle.Paint(Texts.Safe(status), Cell.Status(status).Tone)}: {Texts.Count(counts.Measured)} of {Texts.Plural(counts.Total, "image")} measured"
                + (counts.Failed > 0 ? $", {Texts.Count(counts.Failed)} failed; see: retailpulse failures {Texts.Id(id)}" : "")
        );
}
