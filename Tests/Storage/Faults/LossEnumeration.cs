using System.Text.RegularExpressions;
using RetailPulse.Tests.Cluster.Faults;

namespace RetailPulse.Tests.Storage.Faults;

/// <summary>Loses every single write of a scenario once, and its response once. Runs without a loss determine the writes.</summary>
/// <param name="make">Creates a new case of the scenario.</param>
internal sealed partial class LossEnumeration(PostgreSqlFaultCluster cluster, Func<FaultCluster, int, Scenario> make)
{
    private LossyPostgres Proxy => cluster.Proxy;

    public async Task TryEveryLossAsync()
    {
        var writes = await FindWritesAsync();
        Assert.NotEmpty(writes);
        var (planned, happened) = (0, 0);
        var unreached = new List<string>();
        foreach (var (statement, nth) in writes)
        {
            foreach (var loss in LossesOf(statement))
            {
                planned++;
                var tried = await RunAsync(
                    () => Proxy.Lose(seen => seen == statement, nth, loss),
                    $"the {loss} of write {nth} of: {statement}"
                );
                if (tried.Struck)
                    happened++;
                else
                    unreached.Add($"{loss} {nth} of {Beginning(statement)}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{writes.Count} writes without a loss; {happened} of {planned} planned losses happened. Not seen again: {string.Join("; ", unreached.DefaultIfEmpty("none"))}."
        );
        Assert.True(happened >= writes.Count, $"Only {happened} of {planned} planned losses happened.");
    }

    /// <summary>
    /// Returns the writes that two runs without a loss have in common. A silo that has just started also writes on its own.
    /// </summary>
    private async Task<IReadOnlyList<(string Statement, int Nth)>> FindWritesAsync()
    {
        var first = await RunAsync(Proxy.Watch, "no loss");
        var second = await RunAsync(Proxy.Watch, "no loss");
        return [.. first.Writes.Intersect(second.Writes)];
    }

    private async Task<(IReadOnlyList<(string Statement, int Nth)> Writes, bool Struck)> RunAsync(Action arm, string loss)
    {
        var scenario = make(cluster, cluster.NextCase());
        try
        {
            await scenario.PrepareAsync();
            arm();
            await scenario.ActAsync();
            var seen = Number(Proxy.Seen.Where(IsWrite));
            var struck = Proxy.HasStruck;
            Proxy.Watch();
            await scenario.CheckAsync();
            return (seen, struck);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{scenario.GetType().Name} with {loss}: {exception}");
            throw;
        }
    }

    /// <summary>
    /// Returns the losses to try. COPY gets its own response in the middle of the statement; the relevant response is that to the commit.
    /// </summary>
    private static Loss[] LossesOf(string statement) =>
        statement.StartsWith("COPY", StringComparison.Ordinal) ? [Loss.Request] : [Loss.Request, Loss.Response];

    private static List<(string Statement, int Nth)> Number(IEnumerable<string> statements)
    {
        var counts = new Dictionary<string, int>();
        var numbered = new List<(string, int)>();
        foreach (var statement in statements)
            numbered.Add((statement, counts[statement] = counts.GetValueOrDefault(statement) + 1));
        return numbered;
    }

    private static string Beginning(string statement) =>
        Spaces().Replace(statement, " ").Trim() is var line && line.Length > 60 ? line[..60] : line;

    private static bool IsWrite(string statement) => Write().IsMatch(statement);

    [GeneratedRegex(@"^\s*(COPY|COMMIT)\b|\bINSERT INTO\b|\bDELETE FROM\b|\bUPDATE \w+( AS \w+)? SET\b", RegexOptions.IgnoreCase)]
    private static partial Regex Write();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
