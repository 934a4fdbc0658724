using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Unit.Cli;

/// <summary>Ctrl+C while a command waits for input.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly CliRun cli = new(new Uri("http://pulse.example/"));
    private readonly BlockedStream input = new();

    public InterruptTests()
    {
        cli.InputStream = input;
        cli.Network = () => new FakeService();
    }

    public void Dispose()
    {
        input.Dispose();
        cli.Dispose();
    }

    [Theory]
    [InlineData("submit", "-")]
    [InlineData("stores", "upload", "-")]
    [InlineData("login")]
    public async Task Reading_standard_input_is_interrupted(params string[] args)
    {
        using var stop = new CancellationTokenSource();
        var running = StartAsync(args, stop.Token);
        await Eventually.TrueAsync(() => input.IsRead, "standard input is read");
        await stop.CancelAsync();
        Assert.Equal(130, (await running.WaitAsync(TimeSpan.FromSeconds(30))).Code);
    }

    [Theory]
    [InlineData("cancel", "1", "2")]
    [InlineData("login")]
    public async Task A_question_is_interrupted(params string[] args)
    {
        cli.IsTerminal = true;
        using var asked = new ManualResetEventSlim();
        using var answer = new ManualResetEventSlim();
        cli.Typing = () =>
        {
            asked.Set();
            answer.Wait();
            return "";
        };
        using var stop = new CancellationTokenSource();
        var running = StartAsync(args, stop.Token);
        await Eventually.TrueAsync(() => asked.IsSet, "the question is asked");
        await stop.CancelAsync();
        try
        {
            Assert.Equal(130, (await running.WaitAsync(TimeSpan.FromSeconds(30))).Code);
        }
        finally
        {
            answer.Set();
        }
    }

    /// <summary>Starts a command on another thread, which it can block.</summary>
    private async Task<CliResult> StartAsync(string[] args, CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await cli.RunAsync(stop, args);
    }

    /// <summary>A terminal at which nobody types: a read blocks its thread.</summary>
    private sealed class BlockedStream : MemoryStream
    {
        private readonly ManualResetEventSlim released = new();

        public bool IsRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            IsRead = true;
            released.Wait();
            return 0;
        }

        public override int Read(Span<byte> buffer)
        {
            IsRead = true;
            released.Wait();
            return 0;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer, offset, count));

        protected override void Dispose(bool disposing)
        {
            released.Set();
            base.Dispose(disposing);
        }
    }
}
