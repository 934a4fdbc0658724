using System.Collections.Immutable;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Jobs;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Jobs;

public sealed class JobExportTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 4_096, resumeWriterThreshold: 2_048));
    private readonly DefaultHttpContext context = new();
    private readonly Lifetime lifetime = new();
    private bool disposed;

    public JobExportTests()
    {
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(pipe.Writer.AsStream()));
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
    }

    public void Dispose() => lifetime.Dispose();

    [Fact]
    public async Task A_client_that_reads_gets_all()
    {
        var export = ExportAsync(Pieces(10, end: Task.CompletedTask));
        var read = new StreamReader(pipe.Reader.AsStream()).ReadToEndAsync();
        await export;
        await pipe.Writer.CompleteAsync();
        Assert.Equal(10 * 100, (await read).Split("\r\n").Length - 2);
        Assert.False(context.RequestAborted.IsCancellationRequested);
        Assert.True(disposed);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped()
    {
        var export = ExportAsync(Pieces(10, end: Task.CompletedTask));
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(lifetime.Aborted);
        time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => export.IsCompleted, "it is dropped");
        Assert.True(lifetime.Aborted && disposed);
    }

    [Fact]
    public async Task A_cluster_that_stops_responding_aborts_the_connection()
    {
        var export = ExportAsync(Pieces(0, end: Task.Delay(Timeout.Infinite, lifetime.RequestAborted)));
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return export.IsCompleted;
            },
            "it is aborted"
        );
        Assert.True(lifetime.Aborted);
    }

    [Fact]
    public async Task An_error_during_an_export_aborts_the_connection()
    {
        await ExportAsync(Pieces(0, end: Task.FromException(new StorageUnavailableException("gone"))));
        Assert.True(lifetime.Aborted && disposed);
    }

    [Fact]
    public async Task A_client_that_reads_slowly_is_dropped_when_the_export_lasts_too_long()
    {
        var started = time.GetUtcNow();
        var export = ExportAsync(Pieces(100_000, end: Task.CompletedTask));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!export.IsCompleted)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();

            // Time passes only when the client reads, so that it is never one that reads nothing.
            if (!pipe.Reader.TryRead(out var read))
                continue;
            pipe.Reader.AdvanceTo(read.Buffer.GetPosition(Math.Min(read.Buffer.Length, 4_096)));
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.True(lifetime.Aborted && disposed);
        Assert.True(time.GetUtcNow() - started >= TimeSpan.FromMinutes(30));
    }

    private async Task ExportAsync(IAsyncEnumerable<JobImagePage> pieces)
    {
        var begun = pieces.GetAsyncEnumerator();
        await begun.MoveNextAsync();
        await new JobExport(
            1,
            begun,
            ImageLines.Of(Representation.Csv),
            new StoreNames(_ => Task.FromResult<ImmutableArray<Store>>([])),
            TimeSpan.FromMinutes(30),
            time,
            NullLogger<JobExport>.Instance
        ).ExecuteAsync(context);
    }

    private async IAsyncEnumerable<JobImagePage> Pieces(int pieces, Task end)
    {
        try
        {
            yield return JobImagePage.Empty;
            for (var piece = 0; piece < pieces; piece++)
                yield return new JobImagePage([
                    .. Enumerable
                        .Range(0, 100)
                        .Select(image => new JobImage(new ImagePlace(piece, image), "S1", "t", "http://a.example/", null)),
                ]);
            await end;
        }
        finally
        {
            disposed = true;
        }
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource source = new();

        public bool Aborted => source.IsCancellationRequested;

        public CancellationToken RequestAborted
        {
            get => source.Token;
            set => throw new NotSupportedException();
        }

        public void Abort() => source.Cancel();

        public void Dispose() => source.Dispose();
    }
}
