using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Silo.Hosting;
using RetailPulse.Silo.Storage.Checks;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage.Checks;

/// <summary>Tests that a check passes what the service stores, and finds what contradicts itself, on every engine.</summary>
public abstract partial class CheckConformance(StorageEngine engine) : EngineConformance(engine)
{
    private readonly CheckedScene scene = new(engine);

    /// <summary>A document within braces.</summary>
    [GeneratedRegex(@"\{(?<document>\{.*\}|\w+)\}")]
    private static partial Regex Document { get; }

    public static TheoryData<string> Corruptions => [.. Corruption.All.Select(corruption => corruption.Name)];

    [Fact]
    public async Task A_new_database_is_whole() => Assert.Empty((await CheckAsync()).Findings);

    [Fact]
    public async Task A_database_with_jobs_in_every_state_is_whole()
    {
        await scene.FillAsync();
        var (findings, jobs) = await CheckAsync();
        Assert.Empty(findings);
        Assert.Equal(9, jobs);
    }

    [Theory]
    [MemberData(nameof(Corruptions))]
    public async Task A_contradiction_is_found(string name)
    {
        var corruption = Corruption.All.Single(known => known.Name == name);
        await scene.FillAsync();
        await CorruptAsync(corruption.Statement);
        await FindsAsync(corruption.Expected);
    }

    [Fact]
    public async Task A_check_writes_nothing_and_sees_one_moment()
    {
        await scene.FillAsync();
        await using var check = await Engine.OpenCheckAsync();
        await CorruptAsync("UPDATE jobs SET images = 9 WHERE job_id = 6");
        var findings = new FindingCounter(_ => { });
        Assert.True(
            await new DatabaseChecker(check, SiloHosting.ServiceId, findings).RunAsync(TextWriter.Null, new FakeTimeProvider(), None)
        );
        Assert.Equal(0, findings.Count);
        await using var write = check.Connection.CreateCommand();
        write.CommandText = "UPDATE jobs SET images = 3 WHERE job_id = 6";
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => write.ExecuteNonQueryAsync(None));
    }

    [Fact]
    public async Task Of_many_findings_the_first_hundred_are_shown_and_all_counted()
    {
        await scene.FillAsync();
        for (var key = 1000; key < 1120; key++)
            await Engine.ExecuteAsync(
                $"INSERT INTO job_metadata(job_id, key, value) VALUES({key.ToString(CultureInfo.InvariantCulture)}, 'a', 'b')"
            );
        var shown = new List<Finding>();
        var findings = new FindingCounter(shown.Add);
        await using var check = await Engine.OpenCheckAsync();
        await new DatabaseChecker(check, SiloHosting.ServiceId, findings).RunAsync(TextWriter.Null, new FakeTimeProvider(), None);
        Assert.Equal((100, 120), (shown.Count, findings.Count));
        Assert.Equal(
            "job_metadata, job 1000: 1 rows belong to a job that does not exist. No client sees it. Stop the service, and run: DELETE FROM job_metadata WHERE job_id = 1000",
            shown[0].ToString()
        );
    }

    private protected Task FillAsync() => scene.FillAsync();

    private protected Task CorruptAsync(string statement) =>
        Engine.ExecuteAsync(Document.Replace(statement, match => scene.Literal(match.Groups["document"].Value)));

    /// <param name="expected">Beginning and part of a finding, with <c>…</c> between them.</param>
    private protected async Task FindsAsync(string expected)
    {
        var (findings, _) = await CheckAsync();
        var parts = expected.Split('…');
        Assert.True(
            findings.Exists(finding =>
                finding.StartsWith(parts[0], StringComparison.Ordinal) && finding.Contains(parts[^1], StringComparison.Ordinal)
            ),
            $"Expected '{expected}', and found:\n{string.Join('\n', findings)}"
        );
    }

    private async Task<(List<string> Findings, long Jobs)> CheckAsync()
    {
        var found = new List<string>();
        await using var check = await Engine.OpenCheckAsync();
        var checker = new DatabaseChecker(check, SiloHosting.ServiceId, new FindingCounter(finding => found.Add(finding.ToString())));
        await checker.RunAsync(TextWriter.Null, new FakeTimeProvider(), None);
        return (found, checker.Jobs);
    }
}
