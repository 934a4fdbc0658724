using System.Collections.Immutable;
using RetailPulse.Cluster;

namespace RetailPulse.Grains.Reports;

/// <summary>Reports the warnings of this process's log at start.</summary>
internal interface INoticesReport
{
    /// <summary>Returns the warnings that still apply.</summary>
    ImmutableArray<StartNotice> Read();
}
