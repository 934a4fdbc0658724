using System.Collections.Immutable;
using RetailPulse.Cluster;

namespace RetailPulse.Grains.Reports;

/// <summary>Reports what an operator of this process may have overlooked.</summary>
internal interface INoticesReport
{
    /// <summary>Returns what is the case now, which an operator may have corrected since the start.</summary>
    ImmutableArray<StartNotice> Read();
}
