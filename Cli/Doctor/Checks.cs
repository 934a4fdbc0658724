using System.Net;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Doctor;

/// <summary>The rules of <c>retailpulse doctor</c>, as functions of what was observed.</summary>
internal static class Checks
{
    /// <summary>How a probe begins its response when something is missing.</summary>
    private const string NotReady = "Unhealthy: ";

    private const string NoSilo = "Check that a silo runs, and the log of the front end.";

    /// <summary>Version of the API that this program was written for.</summary>
    private const int ApiMajor = 1;

    /// <summary>A webhook whose timestamp differs more is refused.</summary>
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan NoticedSkew = TimeSpan.FromSeconds(30);

    public static Finding Tls(Uri address, bool hasKey) =>
        address.Scheme == Uri.UriSchemeHttps ? Finding.Ok("tls", "The certificate is valid.")
        : address.IsLoopback ? Finding.Ok("tls", "Not used, and not needed on this machine.")
        : Finding.Warning(
            "tls",
            $"Connecting to {address.Host} without protection: anyone on the network path can read and change the traffic{(hasKey ? ", and the key" : "")}.",
            "Use an https address."
        );

    /// <param name="text">Text of the response, which names what is missing.</param>
    public static Finding Health(HttpStatusCode status, string text) =>
        status == HttpStatusCode.OK ? Finding.Ok("health", "The service is ready.")
        : text.StartsWith(NotReady, StringComparison.Ordinal)
            ? Finding.Problem("health", $"The service is not ready: {text[NotReady.Length..].Trim()}.", Remedy(text))
        : Finding.Problem("health", $"No silo responds ({(int)status}).", NoSilo);

    private static string Remedy(string text) =>
        text.Contains("cluster", StringComparison.Ordinal) ? NoSilo
        : text.Contains("database", StringComparison.Ordinal) ? "Check that the database runs, and the log of the front end."
        : text.Contains("store master", StringComparison.Ordinal) ? "Check the store master, and the logs of the silos."
        : "Try again in a minute.";

    public static Finding Key(Me me, Uri address) =>
        me.Key is { } holder ? Finding.Ok("key", $"Key of {holder}, tenant {me.Tenant}.")
        : address.IsLoopback ? Finding.Ok("key", "The API asks for no key.")
        : Finding.Problem(
            "key",
            $"The API asks for no key and listens at {address.Authority}, where other machines can reach it.",
            "Add a key to RetailPulse:Api:Keys ('retailpulse keys new' creates one), unless a proxy in front of it checks access."
        );

    /// <summary>Returns why the key could not be checked, which is not always the key.</summary>
    public static Finding KeyRefused(RetailPulseException refusal) =>
        refusal switch
        {
            { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => Finding.Problem(
                "key",
                refusal.Message,
                "Store a key: retailpulse login. Or set RETAILPULSE_API_KEY."
            ),
            { MayPass: true } => Finding.Problem("service", refusal.Message, "Try again later."),
            _ => Finding.Problem("service", refusal.Message, "Check the address: this does not respond as RetailPulse."),
        };

    public static Finding Role(Me me) =>
        me.Role switch
        {
            "read" => Finding.Warning(
                "role",
                "read: this key cannot submit, retry, or cancel jobs.",
                "Use a key with the role submit, if you need to."
            ),
            var role => Finding.Ok("role", role),
        };

    public static Finding Versions(string program, string? api)
    {
        var text = $"This program {program}, API {api ?? "of an unknown version"}.";
        return api?.Split('.')[0] == $"{ApiMajor}"
            ? Finding.Ok("versions", text)
            : Finding.Problem("versions", text, "Install the version of this program that belongs to the service.");
    }

    public static Finding Clock(DateTimeOffset? service, DateTimeOffset here)
    {
        if (service is not { } there)
            return Finding.Warning("clock", "The service does not state its time.", "Check the proxy in front of it.");
        var skew = (there - here).Duration();
        var text = $"The clocks of this machine and of the service differ by {Texts.Duration(skew)}.";
        return skew > LargestSkew ? Finding.Problem("clock", text, "Set both clocks by NTP. Signatures of webhooks are refused.")
            : skew > NoticedSkew ? Finding.Warning("clock", text, "Set both clocks by NTP.")
            : Finding.Ok("clock", "The clocks agree.");
    }

    public static Finding StoreMaster(StoreMaster master) =>
        master.Problem is { } problem
            ? Finding.Problem("store master", problem, "Correct the file, or upload one: retailpulse stores upload FILE")
        : master.Stores == 0
            ? Finding.Problem("store master", "The store master is empty: every job fails.", "Upload one: retailpulse stores upload FILE")
        : Finding.Ok("store master", $"Version {master.Version}, {Texts.Plural(master.Stores, "store")}.");

    public static Finding Silos(ImageHosts hosts)
    {
        string[] silent = [.. hosts.Silos.Where(silo => !silo.Answered).Select(silo => silo.Silo)];
        return silent.Length == 0
            ? Finding.Ok("silos", hosts.Silos.Count == 1 ? "The silo responds." : $"All {hosts.Silos.Count} silos respond.")
            : Finding.Problem("silos", $"No response from {string.Join(", ", silent)}.", "Check these processes and their logs.");
    }

    /// <summary>Returns what the processes of the service warn of at start, each text once.</summary>
    public static IReadOnlyList<Finding> Notices(ClusterState cluster)
    {
        if (cluster.FrontEnd.Notices is null)
            return
            [
                Finding.Warning("notices", "This version of the service does not report its notices.", "See the logs of its processes."),
            ];
        IEnumerable<(string Source, StartNotice Notice)> notices =
        [
            .. cluster.FrontEnd.Notices.Select(notice => ("front end", notice)),
            .. cluster.Silos.SelectMany(silo => silo.Report?.Notices ?? [], (silo, notice) => ($"silo {silo.Silo}", notice)),
        ];
        Finding[] findings =
        [
            .. notices
                .DistinctBy(found => found.Notice)
                .Select(found => Finding.Warning(found.Source, found.Notice.Problem, found.Notice.Remedy)),
        ];
        string[] silent = [.. cluster.Silos.Where(silo => silo.Report?.Notices is null).Select(silo => silo.Silo)];
        return
        [
            .. findings,
            .. silent.Length > 0
                ? [Finding.Warning("notices", $"{string.Join(", ", silent)} did not report notices.", "See the logs of these silos.")]
            : findings.Length > 0 ? (Finding[])[]
            : [Finding.Ok("notices", "The silos and the front end that responded warn of nothing.")],
        ];
    }

    public static Finding Profile(string file, UnixFileMode? mode) =>
        mode is { } given
        && (given & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0
            ? Finding.Problem("profile", $"Exposing a key: other users can use {file}.", $"Run: chmod 600 {file}")
            : Finding.Ok("profile", mode is null ? "There is no profile." : file);
}
