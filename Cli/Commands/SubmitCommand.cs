using System.CommandLine;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Input;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse submit</c>.</summary>
internal sealed class SubmitCommand
{
    private const int LargestKey = 255;

    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "Files to submit, each as a job; - reads standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> callbackUrl = new("--callback-url")
    {
        Description = "URL that is notified when the job ends",
        HelpName = "URL",
    };

    private readonly Option<string?> label = new("--label") { Description = "Name of the jobs", HelpName = "TEXT" };

    private readonly Option<string?> idempotencyKey = new("--idempotency-key")
    {
        Description = "Key that submits a job only once within 24 hours. Default: derived from the content",
        HelpName = "KEY",
    };

    private readonly Option<bool> validate = new("--validate") { Description = "Check the files, and submit nothing" };

    private readonly Option<bool> wait = new("--wait", "-w") { Description = "Wait for the jobs, and report them by the exit code" };

    private readonly Option<int?> split = new("--split") { Description = "Submit several jobs of at most N visits", HelpName = "N" };

    public static Command Create(CommandHost host)
    {
        var parts = new SubmitCommand();
        parts.split.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 1_000_000)
                result.AddError("--split must be 1 to 1000000.");
        });
        parts.idempotencyKey.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var key }, ..] && (key.Length == 0 || key.Any(character => character is <= ' ' or >= '\u007f')))
                result.AddError("--idempotency-key must have only visible ASCII characters.");
        });
        var command = new ExampleCommand(
            "submit",
            "Submit jobs from CSV, NDJSON, or JSON files, and print their ids.",
            "retailpulse submit photos.csv",
            "retailpulse submit photos.csv --label \"Week 19\" --wait",
            "retailpulse submit --validate photos.csv   # checks the file only",
            "cat photos.csv | retailpulse submit - --split 10000"
        )
        {
            parts.files,
            parts.callbackUrl,
            parts.label,
            parts.idempotencyKey,
            parts.validate,
            parts.wait,
            parts.split,
        };
        command.Details = """
            CSV:     store_id,visit_time,image_url in the first row, then one image per row.
                     Consecutive rows of the same store and time are one visit.
                     A visit time is any text. Only ISO 8601 times, such as 2026-05-04, are found by date.
                     A column named reference is optional. Other columns are ignored.
                     Files that spreadsheets save as CSV or as text with tabs are accepted.
            NDJSON:  one visit per line: {"store_id":"S1","visit_time":"2026-05-04","image_url":["https://…"]}
            JSON:    one job, as the API accepts it, also with label, metadata, and references.
            """;
        host.Bind(command, parts.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var paths = parse.GetValue(files)!;
        if (paths.Count(path => path == InputFile.StandardInput) > 1)
            throw CommandException.Usage("Standard input can be submitted only once.");
        if (paths.Contains(InputFile.StandardInput) && session.Surroundings.InputIsTerminal)
            session.Note("Reading standard input until Ctrl+D.");
        List<SourceReader> readers = [];
        try
        {
            // Mistakes that this command finds are reported before anything is sent.
            foreach (var path in paths)
                readers.Add(await OpenAsync(session, path, cancellationToken));
            if (parse.GetValue(validate))
                return await ValidateAsync(session, parse, readers, cancellationToken);
            var jobs = await SubmitAsync(session, parse, readers, cancellationToken);
            if (!parse.GetValue(wait))
                return ExitCode.Done;
            await session.Out.FlushAsync();
            return await new Follower(session).WatchAsync([.. jobs.Distinct()], printsFailures: false, cancellationToken);
        }
        finally
        {
            foreach (var reader in readers)
                reader.Dispose();
        }
    }

    private static async Task<SourceReader> OpenAsync(Session session, string path, CancellationToken cancellationToken)
    {
        var file = await SourceFile.OpenAsync(path, session.Input, cancellationToken);
        var reader = new SourceReader(file, columns => session.Note($"Ignoring the columns {string.Join(", ", columns)} of {file.Name}."));
        try
        {
            await reader.CheckAsync(cancellationToken);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private async Task<int> ValidateAsync(
        Session session,
        ParseResult parse,
        List<SourceReader> readers,
        CancellationToken cancellationToken
    )
    {
        var isValid = true;
        foreach (var reader in readers)
        {
            await foreach (var part in DivideAsync(parse, reader))
                isValid &= await ValidationReport.PrintAsync(session, reader.File.Name, part, cancellationToken);
        }

        return isValid ? ExitCode.Done : ExitCode.Usage;
    }

    /// <summary>Submits all files, and returns the ids of their jobs.</summary>
    private async Task<List<long>> SubmitAsync(
        Session session,
        ParseResult parse,
        List<SourceReader> readers,
        CancellationToken cancellationToken
    )
    {
        var (given, isSplit) = (parse.GetValue(idempotencyKey), parse.GetValue(split) is not null);
        List<long> jobs = [];
        foreach (var (index, reader) in readers.Index())
        {
            var keys = new SubmissionKeys(reader.File.Sha256, isSplit);
            await foreach (var part in DivideAsync(parse, reader))
            {
                var key =
                    given is null ? keys.Next(part)
                    : readers.Count > 1 || isSplit ? $"{given}-{index + 1}-{part.Number}"
                    : given;
                jobs.Add(await SubmitAsync(session, part, key, cancellationToken));
            }
        }

        return jobs;
    }

    /// <summary>Divides a file into the jobs that are submitted. A long file that is one job is never in memory.</summary>
    private async IAsyncEnumerable<SubmittedPart> DivideAsync(ParseResult parse, SourceReader reader)
    {
        var head = reader.Head with
        {
            CallbackUrl = parse.GetValue(callbackUrl) ?? reader.Head.CallbackUrl,
            Label = parse.GetValue(label) ?? reader.Head.Label,
        };
        var most = parse.GetValue(split);
        if (most is null && reader.File.Length > SourceUpload.Threshold)
        {
            yield return new UploadedPart(new SourceUpload(reader), head);
            yield break;
        }

        await foreach (var part in JobPart.DivideAsync(reader.ReadAsync(), most ?? int.MaxValue))
            yield return new WholePart(part, head, reader.File.Name);
    }

    private static async Task<long> SubmitAsync(Session session, SubmittedPart part, string key, CancellationToken cancellationToken)
    {
        if (key.Length > LargestKey)
            throw CommandException.Usage("--idempotency-key is too long.");
        session.Note($"Idempotency key: {key}");
        try
        {
            var job = await session.Out.PassAsync(() => part.SubmitAsync(session.Client.Jobs, key, cancellationToken));
            if (!session.Out.IsJson)
                session.Out.Line(Texts.Id(job.Id));
            await session.Out.FlushAsync();
            session.Note($"Job {Texts.Id(job.Id)}: {Texts.Plural(job.Visits, "visit")}, {Texts.Plural(job.Images, "image")}.");
            return job.Id;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            session.Note("The job may have been submitted. To find out, submit the file again: its idempotency key prevents a second job.");
            throw;
        }
        catch (RetailPulseException exception) when (exception.Errors.Count > 0)
        {
            throw Invalid(part, exception.Errors);
        }
    }

    private static CommandException Invalid(SubmittedPart part, IReadOnlyList<FieldError> errors) =>
        CommandException.Usage(string.Join('\n', errors.Select(error => $"{part.Locate(error.Field, error.Line)} {error.Message}")));
}
