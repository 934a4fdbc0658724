using System.Text.RegularExpressions;
using RetailPulse.Silo.Notices;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Silo.Storage.Sqlite;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.Architecture;

/// <summary>Tests that <c>retailpulse doctor</c> finds what a process warns of when it starts.</summary>
public sealed partial class StartNoticeTests
{
    /// <summary>Services with warnings of other times than the start, and when they warn.</summary>
    private static readonly Dictionary<string, string> Later = new(StringComparer.Ordinal)
    {
        ["Silo/Background/PeriodicService.cs"] = "After a round that failed.",
        ["Silo/Cluster/MembershipLog.cs"] = "When a silo leaves.",
        ["Silo/Logging/SuppressedEntries.cs"] = "After a flood.",
        ["Silo/Storage/PostgreSql/PostgreSqlLockWatch.cs"] = "When another process has taken the database.",
        ["Silo/Tls/CertificateRenewal.cs"] = "A day after the notice at the start, and when a file changes.",
    };

    /// <summary>A new class needs a case in <c>DoctorNoticesTests</c>, or in its own test if no process of a test can have the problem.</summary>
    [Fact]
    public void Every_source_of_notices_is_tested() =>
        Assert.Equal(
            new[]
            {
                typeof(RetailPulse.Silo.Tls.CertificateRenewal),
                typeof(ConnectionNotice),
                typeof(RetailPulse.Silo.Cluster.PortsNotice),
                typeof(RetailPulse.Silo.Hosting.SecretsNotice),
                typeof(SqliteExposure),
                typeof(StartNotices),
            }.Select(type => type.Name),
            typeof(IStartNotices)
                .Assembly.GetTypes()
                .Concat(typeof(StartNotices).Assembly.GetTypes())
                .Where(type => type.IsClass && type.IsAssignableTo(typeof(IStartNotices)))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>A service that logs a warning by itself when it starts would not be found by the command.</summary>
    [Fact]
    public void Services_warn_at_start_through_notices_only() =>
        Assert.Equal(
            Later.Keys.Append("Silo/Notices/StartNoticeLog.cs").Order(StringComparer.Ordinal),
            ((string[])["Grains", "Silo", "WebFrontend"])
                .SelectMany(project => Directory.GetFiles(Path.Combine(DeployFiles.Root, project), "*.cs", SearchOption.AllDirectories))
                .Where(file => HostedService().IsMatch(File.ReadAllText(file)) && Warning().IsMatch(File.ReadAllText(file)))
                .Select(file => Path.GetRelativePath(DeployFiles.Root, file))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );

    [GeneratedRegex(@"\bIHostedService\b|\bBackgroundService\b|\bIHostedLifecycleService\b")]
    private static partial Regex HostedService();

    [GeneratedRegex(@"LogLevel\.(Warning|Error|Critical)")]
    private static partial Regex Warning();
}
