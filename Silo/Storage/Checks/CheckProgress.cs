using System.Globalization;

namespace RetailPulse.Silo.Storage.Checks;

/// <summary>Says how far a long check is, every 5 s.</summary>
internal sealed class CheckProgress : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TextWriter output;
    private readonly TimeProvider time;
    private readonly int steps;
    private readonly long begun;
    private readonly ITimer timer;
    private (int Number, string Subject) step;
    private long done;
    private long all;

    /// <param name="steps">Number of steps of the whole check.</param>
    public CheckProgress(TextWriter output, TimeProvider time, int steps)
    {
        (this.output, this.time, this.steps, begun) = (output, time, steps, time.GetTimestamp());
        timer = time.CreateTimer(_ => Say(), null, Interval, Interval);
    }

    /// <summary>Time since the beginning of the check.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(begun);

    /// <summary>Begins the next step.</summary>
    /// <param name="number">Number of things that the step counts; 0 if it counts none.</param>
    public void Begin(string subject, long number = 0)
    {
        Volatile.Write(ref done, 0);
        Volatile.Write(ref all, number);
        step = (step.Number + 1, subject);
    }

    /// <summary>Counts a thing of the present step.</summary>
    public void Count() => Volatile.Write(ref done, done + 1);

    public void Dispose() => timer.Dispose();

    private void Say()
    {
        var part = Volatile.Read(ref all) is > 0 and var of
            ? string.Create(CultureInfo.InvariantCulture, $", {Volatile.Read(ref done):N0} of {of:N0}")
            : "";
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Checking, step {step.Number} of {steps}: {step.Subject}{part} ({Elapsed.TotalSeconds:0} s)"
            )
        );
    }
}
