using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>What was measured: for each promise and deployment the figures of all rounds.</summary>
internal sealed class Measurements(IReadOnlyList<Deployment> deployments)
{
    private readonly Dictionary<(Promise, Deployment), List<double>> figures = [];
    private readonly List<Table> details = [];
    private readonly List<string> failures = [];

    public IReadOnlyList<Deployment> Deployments => deployments;

    /// <summary>The tables behind the figures.</summary>
    public IReadOnlyList<Table> Details => details;

    /// <summary>Why something could not be measured.</summary>
    public IReadOnlyList<string> Failures => failures;

    public void Add(Promise promise, Deployment deployment, double figure)
    {
        lock (figures)
        {
            if (!figures.TryGetValue((promise, deployment), out var all))
                figures[(promise, deployment)] = all = [];
            all.Add(figure);
        }
    }

    public void Add(Table detail)
    {
        lock (details)
            details.Add(detail);
    }

    public void AddFailure(string reason)
    {
        lock (failures)
            failures.Add(reason);
    }

    /// <summary>None where the promise has no meaning, or nothing was measured.</summary>
    public IReadOnlyList<double> Read(Promise promise, Deployment deployment) => figures.GetValueOrDefault((promise, deployment)) ?? [];

    /// <summary><see langword="null"/>: there is none.</summary>
    public double? Median(Promise promise, Deployment deployment) =>
        Read(promise, deployment) is { Count: > 0 } all ? Statistics.Median(all) : null;
}
