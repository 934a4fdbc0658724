using System.CommandLine;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>The common frame of all measuring commands: a table at the end and exit code 0, or one message and exit code 1.</summary>
internal static class RunGuard
{
    public static Command Measures<TReport>(this Command command, Func<ParseResult, CancellationToken, Task<TReport>> measure)
        where TReport : IReport
    {
        command.SetAction(
            async (line, cancellationToken) =>
            {
                try
                {
                    var report = await measure(line, cancellationToken);
                    report.Print(Machine.Read());
                    return report.IsWhole ? 0 : 1;
                }
                catch (Exception exception) when (exception is BenchmarkException or HttpRequestException or OperationCanceledException)
                {
                    await Console.Error.WriteLineAsync(
                        exception is OperationCanceledException ? "Stopped; there are no figures." : exception.Message
                    );
                    return 1;
                }
            }
        );
        return command;
    }

    /// <summary>Bounds one run in time.</summary>
    /// <exception cref="BenchmarkException">It did not end in time.</exception>
    public static async Task<T> WithinAsync<T>(int seconds, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            return await run(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchmarkException($"The run did not end within its deadline of {seconds} s.");
        }
    }
}
