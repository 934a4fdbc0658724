using RetailPulse.Cluster;

namespace RetailPulse.Grains.Reports;

/// <summary>Reports the database, as this process read it last.</summary>
internal interface IDatabaseReport
{
    /// <summary>Returns the figures; <see langword="null"/> if the database has not answered yet.</summary>
    DatabaseReport? Read();
}
