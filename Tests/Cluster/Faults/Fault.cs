using System.Data.Common;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>A planned failure of one call.</summary>
/// <param name="Call">Number of the call, from 1.</param>
/// <param name="TookEffect">Whether the call takes effect and only its response is lost.</param>
internal readonly record struct Fault(int Call, bool TookEffect)
{
    public override string ToString() => $"{Call}{(TookEffect ? " after" : " before")}";
}

/// <summary>The exception of a database whose connection breaks.</summary>
internal sealed class FaultException(string message) : DbException(message);
