using System.Data.Common;

namespace RetailPulse.Tests.Faults;

/// <summary>One call of a run that fails.</summary>
/// <param name="Call">Number of the call, from 1.</param>
/// <param name="TookEffect">The call does its work and only its response is lost.</param>
internal readonly record struct Fault(int Call, bool TookEffect)
{
    public override string ToString() => $"{Call}{(TookEffect ? " after" : " before")}";
}

/// <summary>What a database throws when a connection breaks.</summary>
internal sealed class FaultException(string message) : DbException(message);
