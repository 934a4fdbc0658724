using System.Diagnostics;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Takes steps in their order. What fails names its step, which is called as its method.</summary>
internal static class Steps
{
    /// <summary>For a step on a machine that has much else to do.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(90);

    public static async Task TakeAsync(params IEnumerable<Func<Task>> steps)
    {
        foreach (var step in steps)
            await TakeAsync($"{step.Method.DeclaringType!.Name}: {step.Method.Name.Replace('_', ' ')}", step);
    }

    private static async Task TakeAsync(string name, Func<Task> step)
    {
        var taken = Stopwatch.StartNew();
        try
        {
            await step().WaitAsync(Within);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The step \"{name}\" failed after {taken.Elapsed.TotalSeconds:F1} s: {exception.Message}",
                exception
            );
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{taken.Elapsed.TotalSeconds:F1} s  {name}");
    }
}
