using RetailPulse.Cluster;

namespace RetailPulse.Silo.Notices;

/// <summary>Finds what an operator of this process may have overlooked. It is logged at start, and reported by the API.</summary>
public interface IStartNotices
{
    /// <summary>Returns the warnings that apply now.</summary>
    IEnumerable<StartNotice> Read();
}
