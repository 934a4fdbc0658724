using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

/// <summary>Limits of exports that a front end reads page by page.</summary>
public sealed class ExportRunsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ExportRuns runs;

    public ExportRunsTests() => runs = new(Options.Create(new ApiOptions { MaxExportDuration = TimeSpan.FromMinutes(5) }), time);

    [Fact]
    public void One_tenant_leaves_room_for_another()
    {
        var ofAcme = Enumerable.Range(0, 20).Select(_ => runs.TryBegin("acme", single: false)).OfType<ExportRun>().ToList();
        Assert.Equal(12, ofAcme.Count);
        Assert.NotNull(runs.TryBegin("zeta", single: false));
        Assert.NotNull(runs.TryBegin("acme", single: true));
        Assert.Null(runs.TryBegin("acme", single: false));
        ofAcme[0].Dispose();
        ofAcme[1].Dispose();
        Assert.NotNull(runs.TryBegin("acme", single: false));
    }

    [Fact]
    public async Task An_export_beyond_its_limit_sends_nothing_more()
    {
        using var run = runs.TryBegin("acme", single: false)!;
        var body = PipeWriter.Create(Stream.Null);
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await run.FlushAsync(body, CancellationToken.None);
        Assert.False(run.IsLate);
        time.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.FlushAsync(body, CancellationToken.None));
        Assert.True(run.IsLate);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_ends_its_export()
    {
        using var run = runs.TryBegin("acme", single: false)!;
        var unread = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        unread.Writer.Write(new byte[1]);
        var sent = run.FlushAsync(unread.Writer, CancellationToken.None);
        time.Advance(ExportRun.ReadTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => sent);
    }
}
