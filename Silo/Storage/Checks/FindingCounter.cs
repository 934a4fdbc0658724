namespace RetailPulse.Silo.Storage.Checks;

/// <summary>Shows the first findings, and counts all of them, so that memory and output are bounded.</summary>
internal sealed class FindingCounter(Action<Finding> show)
{
    /// <summary>Maximum number of findings that are shown.</summary>
    public const int MaxShown = 100;

    public long Count { get; private set; }

    public void Add(Finding finding)
    {
        if (++Count <= MaxShown)
            show(finding);
    }
}
