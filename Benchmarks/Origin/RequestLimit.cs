namespace RetailPulse.Benchmarks.Origin;

/// <summary>A number of requests in each period.</summary>
internal sealed class RequestLimit
{
    private const int Requests = 64;

    private readonly Lock gate = new();
    private long began = TimeProvider.System.GetTimestamp();
    private int taken;

    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Returns whether the present period has room for one more request.</summary>
    public bool TryTake()
    {
        lock (gate)
        {
            if (TimeProvider.System.GetElapsedTime(began) >= Period)
                (began, taken) = (TimeProvider.System.GetTimestamp(), 0);
            return ++taken <= Requests;
        }
    }
}
