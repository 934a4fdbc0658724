using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Input;
using RetailPulse.Cli.Output;
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
                     Files that spreadsheets save as CSV or as text with tabs are accepted.
            NDJSON:  one visit per line: {"store_id":"S1","visit_time":"2026-05-04","image_url":["https://…"]}
            JSON:    one job, as the API accepts it.
            """;
        host.Bind(command, parts.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var paths = parse.GetValue(files)!;
        if (paths.Count(path => path == SourceFile.StandardInput) > 1)
            throw CommandException.Usage("Standard input can be submitted only once.");
        if (paths.Contains(SourceFile.StandardInput) && session.Surroundings.InputIsTerminal)
            session.Note("Reading standard input until Ctrl+D.");
        var isValid = true;
        List<long> jobs = [];
        foreach (var (index, path) in paths.Index())
        {
            using var file = await SourceFile.OpenAsync(path, session.Surroundings.Input, cancellationToken);
            await foreach (var part in DivideAsync(session, parse, file).WithCancellation(cancellationToken))
            {
                if (parse.GetValue(validate))
                {
                    isValid &= await ValidateAsync(session, file, part, cancellationToken);
                    continue;
                }

                var suffix = paths.Length > 1 || parse.GetValue(split) is not null ? $"-{index + 1}-{part.Number}" : "";
                jobs.Add(await SubmitAsync(session, part, KeyOf(parse.GetValue(idempotencyKey), suffix, file, part), cancellationToken));
            }
        }

        if (!parse.GetValue(wait) || jobs.Count == 0)
            return isValid ? ExitCode.Done : ExitCode.Usage;
        await session.Out.FlushAsync();
        return await new Follower(session).WatchAsync(jobs, printsFailures: false, cancellationToken);
    }

    /// <summary>Divides a file into the jobs that are submitted. A long file that is one job is never in memory.</summary>
    private async IAsyncEnumerable<SubmittedPart> DivideAsync(Session session, ParseResult parse, SourceFile file)
    {
        var most = parse.GetValue(split);
        var noted = false;
        var reader = new SourceReader(
            file,
            columns =>
            {
                if (!noted)
                    session.Note($"Ignoring the columns {string.Join(", ", columns)} of {file.Name}.");
                noted = true;
            }
        );
        if (most is null && file.Format != SourceFormat.Json && file.Length > SourceUpload.Threshold)
        {
            // Mistakes that this command finds are reported before anything is sent.
            var upload = new SourceUpload(reader, file.Name);
            if (await upload.ReadAsync().CountAsync() == 0)
                throw Empty(file);
            yield return new UploadedPart(
                upload,
                new UploadOptions { CallbackUrl = parse.GetValue(callbackUrl), Label = parse.GetValue(label) }
            );
            yield break;
        }

        var found = false;
        await foreach (var part in JobPart.DivideAsync(reader.ReadAsync(), most ?? int.MaxValue))
        {
            found = true;
            var submission = new Submission(part.Visits, parse.GetValue(callbackUrl) ?? reader.CallbackUrl, parse.GetValue(label));
            yield return new WholePart(part, submission, file.Name);
        }

        if (!found)
            throw Empty(file);
    }

    private static CommandException Empty(SourceFile file) => InvalidFile.At(file.Name, 0, "there is no visit in the file");

    private static async Task<long> SubmitAsync(Session session, SubmittedPart part, string key, CancellationToken cancellationToken)
    {
        session.Note($"Idempotency key: {key}");
        try
        {
            var job = await session.Out.PassAsync(() => part.SubmitAsync(session.Client.Jobs, key, cancellationToken));
            if (session.Out.Format is not (OutputFormat.Json or OutputFormat.Ndjson))
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

    private static async Task<bool> ValidateAsync(Session session, SourceFile file, SubmittedPart part, CancellationToken cancellationToken)
    {
        var result = await session.Out.PassAsync(() => part.ValidateAsync(session.Client.Jobs, cancellationToken));
        if (session.Out.Format is OutputFormat.Json or OutputFormat.Ndjson)
            return result.Valid;
        foreach (var error in result.Errors)
            session.Out.Line(Texts.Safe($"{part.Locate(error.Field, error.Line)} {error.Message}"));
        foreach (var refused in result.RefusedUrls)
            session.Out.Line(
                Texts.Safe($"{part.Locate(refused.Field, refused.Line)}: images are not fetched from this address: {refused.Url}")
            );
        foreach (var store in result.UnknownStores)
            session.Out.Line(Texts.Safe($"{file.Name}: unknown store {store.StoreId} ({Texts.Plural(store.Visits, "visit")})"));
        foreach (var store in result.PaddedStores)
            session.Out.Line(Texts.Safe($"{file.Name}: the store id '{store.StoreId}' begins or ends with invisible characters"));
        foreach (var visit in result.UndatedVisits)
            session.Out.Line(Texts.Safe($"{part.Locate(visit.Field, visit.Line)} is not a date of ISO 8601: {visit.VisitTime}"));
        foreach (var url in result.RepeatedUrls)
            session.Out.Line(Texts.Safe($"{part.Locate(url.Field, url.Line)} occurs {url.Images} times: {url.Url}"));
        session.Note(
            $"{file.Name}: {Texts.Plural(result.Visits, "visit")}, {Texts.Plural(result.Images, "image")}; {(result.Valid ? "valid" : "invalid")}."
        );
        return result.Valid;
    }

    /// <summary>Derives a key, so that the same content is submitted only once even if the command runs again.</summary>
    private static string KeyOf(string? given, string suffix, SourceFile file, SubmittedPart part)
    {
        if (given is not null)
            return given.Length + suffix.Length <= LargestKey
                ? given + suffix
                : throw CommandException.Usage("--idempotency-key is too long.");
        var digest = SHA256.HashData(
            Encoding.UTF8.GetBytes($"{file.Sha256}\n{part.CallbackUrl}{(part.Label is { } label ? $"\n{label}" : "")}")
        );
        return $"cli-{Convert.ToHexStringLower(digest.AsSpan(0, 16))}{suffix}";
    }
}
