using Microsoft.Extensions.Options;
using RetailPulse.Cluster;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Analysis;
using RetailPulse.Grains.Secrets;
using RetailPulse.Silo.Cluster;
using RetailPulse.Silo.Notices;
using RetailPulse.Silo.Platform;

namespace RetailPulse.Silo.Hosting;

/// <summary>Logs, at start, whether secrets are encrypted in the database, and notices secrets that other users can read.</summary>
internal sealed partial class SecretsNotice(
    SecretCipher cipher,
    IOptions<SecretsOptions> secrets,
    TopologyOptions topology,
    ILogger<SecretsNotice> logger
) : IHostedService, IStartNotices
{
    /// <summary>Rights that are checked. Group rights are allowed, because an orchestrator may grant access through a group.</summary>
    private const UnixFileMode Strangers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public IEnumerable<StartNotice> Read()
    {
        foreach (var file in (string[])[secrets.Value.KeyFile, topology.Tls.KeyFile])
            if (PrivateFiles.Grants(file, Strangers))
                yield return new StartNotice("Exposing a private key: all users of this machine can read it.", $"Run: chmod o= {file}");
        if (Environment.GetCommandLineArgs().Any(GivesHeaderAway))
            yield return new StartNotice(
                "Exposing a header for image hosts, or for the analysis service: it is on the command line, where every user of this machine can read it.",
                "Put it into the environment or a settings file."
            );
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (cipher.KeyId is { } key)
            LogEncrypted(key);
        else
            LogClear();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether an argument has the value of a header for image hosts, or for the analysis service.</summary>
    internal static bool GivesHeaderAway(string argument) =>
        (
            argument.Contains($"{ImagesOptions.Section}:{nameof(ImagesOptions.HostHeaders)}:", StringComparison.OrdinalIgnoreCase)
            || argument.Contains($"{AnalysisOptions.Section}:{nameof(AnalysisOptions.Headers)}:", StringComparison.OrdinalIgnoreCase)
        ) && argument.Contains($":{nameof(HostHeaderOptions.Value)}", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(Level = LogLevel.Information, Message = "Encrypting webhook secrets in the database under the key {Key}")]
    private partial void LogEncrypted(string key);

    [LoggerMessage(Level = LogLevel.Information, Message = "Storing webhook secrets in clear text: RetailPulse:Secrets:KeyFile is not set")]
    private partial void LogClear();
}
