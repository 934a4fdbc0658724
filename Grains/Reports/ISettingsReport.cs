using System.Collections.Immutable;
using RetailPulse.Cluster;

namespace RetailPulse.Grains.Reports;

/// <summary>Reports the settings that this process uses.</summary>
internal interface ISettingsReport
{
    /// <summary>Returns all settings in effect, without secrets, ordered by name.</summary>
    ImmutableArray<EffectiveSetting> Read();
}
