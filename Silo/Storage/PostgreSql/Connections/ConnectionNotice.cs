using System.Net;
using Npgsql;
using RetailPulse.Cluster;
using RetailPulse.Silo.Notices;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.PostgreSql.Connections;

/// <summary>Notices the security weaknesses of a connection string.</summary>
internal sealed class ConnectionNotice(StorageOptions options) : IStartNotices
{
    private const string Setting = "ConnectionStrings:RetailPulse";

    public IEnumerable<StartNotice> Read() => Of(options, Environment.GetCommandLineArgs());

    /// <param name="arguments">The command line of this process.</param>
    public static IEnumerable<StartNotice> Of(StorageOptions options, IEnumerable<string> arguments)
    {
        if (options.Provider != StorageProvider.PostgreSql)
            yield break;
        var settings = new NpgsqlConnectionStringBuilder(PostgreSqlConnection.Complete(options.ConnectionString));
        if (settings.SslMode != SslMode.VerifyFull && FindRemoteHost(settings.Host!) is { } host)
            yield return new StartNotice(
                $"The connection to PostgreSQL at {host} is not verified (SSL Mode={settings.SslMode}): anyone on the network path can read and change everything.",
                $"Add 'SSL Mode=VerifyFull' to {Setting}, and 'Root Certificate=FILE' for an authority of your own."
            );
        if (
            !string.IsNullOrEmpty(settings.Password)
            && arguments.Any(argument => argument.Contains(Setting, StringComparison.OrdinalIgnoreCase))
        )
            yield return new StartNotice(
                "The password of the database is on the command line, where every user of this machine can read it.",
                $"Put {Setting.Replace(":", "__", StringComparison.Ordinal)} into the environment."
            );
    }

    /// <summary>Returns the first host that is neither a Unix socket nor on loopback.</summary>
    private static string? FindRemoteHost(string hosts) =>
        hosts.Split(',').Select(host => host.Trim()).FirstOrDefault(host => !IsLocal(host));

    private static bool IsLocal(string host)
    {
        if (host.StartsWith('/') || host.StartsWith('@') || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        var name = host.StartsWith('[') || host.Count(character => character == ':') != 1 ? host : host.Split(':')[0];
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
