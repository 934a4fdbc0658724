using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using RetailPulse.Cli.Connections;
using RetailPulse.Cli.Doctor;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Profiles;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse doctor</c>.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly IReadOnlyList<Column<Finding>> Columns =
    [
        new("check", finding => Cell.Text(finding.Check)),
        new("result", finding => new Cell(Word(finding.State), Tone: ToneOf(finding.State))),
        new("found", finding => Cell.Text(finding.Text)),
        new("what to do", finding => Cell.Text(finding.ToDo), IsWhole: true),
    ];

    public static Command Create(CommandHost host)
    {
        var command = new ExampleCommand(
            "doctor",
            "Check address, TLS, key, role, versions, clock, health, and store master, and print what to do about each problem.",
            "retailpulse doctor",
            "retailpulse doctor -o json",
            "retailpulse doctor --server https://pulse.example"
        );
        command.Details = """
            With a key whose role is admin, it also prints what the front end that responds and all silos warn of in their logs at start,
            in the same words, if it is still the case. The exit code is 1 if there is a problem; a warning does not change it.
            """;
        host.Bind(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        await session.Out.ListAsync(
            Collected(CheckAsync(session, cancellationToken), findings),
            Columns,
            finding => finding.Check,
            source: ListSource.Program
        );
        return findings.Exists(finding => finding.State == FindingState.Problem) ? ExitCode.Failed : ExitCode.Done;
    }

    private static async IAsyncEnumerable<Finding> CheckAsync(
        Session session,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var file = ProfileFile.Find(session.Surroundings).Path;
        yield return Checks.Profile(file, File.Exists(file) && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(file) : null);

        var target = session.Target;
        var (response, refusal) = await AskAsync(session, cancellationToken);
        if (response is null)
        {
            yield return Finding.Problem(
                "address",
                $"{target.Address} ({target.Source}): {refusal}",
                "Check the address, that the service runs, and its certificate."
            );
            yield break;
        }

        using (response)
        {
            yield return Finding.Ok("address", $"{target.Address} ({target.Source})");
            yield return Checks.Tls(target.Address, target.Key is not null);
            yield return Checks.Clock(response.Headers.Date, session.Now);
            yield return Checks.Health(response.StatusCode, await ReadAsync(response, cancellationToken));
        }

        var (me, keyRefused) = await CallAsync(() => session.Client.GetMeAsync(cancellationToken));
        if (me is null)
        {
            yield return Checks.KeyRefused(keyRefused!);
            yield break;
        }

        yield return Checks.Key(me, target.Address);
        yield return Checks.Role(me);
        yield return Checks.Versions(ProductVersion.Text, await ApiVersionAsync(session, cancellationToken));
        var (master, masterRefused) = await CallAsync(() => session.Client.Stores.GetMasterAsync(cancellationToken));
        yield return master is null
            ? Finding.Problem("store master", masterRefused!.Message, "Try again later.")
            : Checks.StoreMaster(master);
        if (me.Role != "admin")
            yield break;
        var (hosts, hostsRefused) = await CallAsync(() => session.Client.Hosts.ListAsync(cancellationToken));
        yield return hosts is null ? Finding.Problem("silos", hostsRefused!.Message, "Try again later.") : Checks.Silos(hosts);
        var (cluster, clusterRefused) = await CallAsync(() => session.Client.Cluster.GetAsync(cancellationToken));
        var notices = cluster is null ? [Finding.Problem("notices", clusterRefused!.Message, "Try again later.")] : Checks.Notices(cluster);
        foreach (var notice in notices)
            yield return notice;
    }

    private static async Task<(T? Value, RetailPulseException? Refusal)> CallAsync<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return (await call(), null);
        }
        catch (RetailPulseException refusal)
        {
            return (null, refusal);
        }
    }

    /// <summary>Asks whether the service is ready. An earlier version can only say whether a silo responds.</summary>
    private static async Task<(HttpResponseMessage? Response, string? Refusal)> AskAsync(
        Session session,
        CancellationToken cancellationToken
    )
    {
        var (response, refusal) = await TryAsync(session, "health/ready", cancellationToken);
        if (response is not { StatusCode: HttpStatusCode.NotFound })
            return (response, refusal);
        response.Dispose();
        return await TryAsync(session, "health", cancellationToken);
    }

    /// <summary>Returns the beginning of the text of a response; nothing if it ends too early.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = new byte[256];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return Encoding.UTF8.GetString(
                text,
                0,
                await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken)
            );
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return "";
        }
    }

    private static async Task<(HttpResponseMessage? Response, string? Refusal)> TryAsync(
        Session session,
        string path,
        CancellationToken cancellationToken
    )
    {
        using var over = new CancellationTokenSource(Timeout, session.Surroundings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return (await session.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, either.Token), null);
        }
        catch (HttpRequestException exception)
        {
            return (null, exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}" : exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"There was no response within {Texts.Duration(Timeout)}.");
        }
    }

    /// <summary>Returns the version of the API, which its document states; <see langword="null"/> if it is not served.</summary>
    private static async Task<string?> ApiVersionAsync(Session session, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "openapi/v1.json");
        if (session.Target.Key is { } key)
            request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", key);
        using var over = new CancellationTokenSource(Timeout, session.Surroundings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            using var response = await session.Http.SendAsync(request, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                return null;
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(either.Token));
            return document.RootElement.GetProperty("info").GetProperty("version").GetString();
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<Finding> Collected(IAsyncEnumerable<Finding> source, List<Finding> findings)
    {
        await foreach (var finding in source)
        {
            findings.Add(finding);
            yield return finding;
        }
    }

    private static string Word(FindingState state) =>
        state switch
        {
            FindingState.Ok => "ok",
            FindingState.Warning => "warning",
            _ => "problem",
        };

    private static Tone ToneOf(FindingState state) =>
        state switch
        {
            FindingState.Ok => Tone.Good,
            FindingState.Warning => Tone.Busy,
            _ => Tone.Bad,
        };
}
