namespace RetailPulse.Images;

/// <summary>
/// Breaks an attempt off. A worker shares its silo with its caller, and what is immutable is handed over there as it is, so the token arrives itself:
/// that of a call Orleans cancels in any of a silo's stateless workers, seldom the one that has the call.
/// </summary>
/// <remarks>https://github.com/dotnet/orleans/issues/9877</remarks>
[GenerateSerializer, Immutable, Alias("attempt-stop")]
public sealed class AttemptStop(CancellationToken token)
{
    [NonSerialized]
    private readonly CancellationToken token = token;

    public CancellationToken Token => token;
}
