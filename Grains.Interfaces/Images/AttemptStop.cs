namespace RetailPulse.Images;

/// <summary>
/// What a caller shares with its worker: the right to break the attempt off, and the call itself. A worker shares its silo with its caller, and what is
/// immutable is handed over there as it is. The token of a call that Orleans cancels in any of a silo's stateless workers seldom reaches the one
/// that has the call.
/// </summary>
/// <remarks>https://github.com/dotnet/orleans/issues/9877</remarks>
[GenerateSerializer, Immutable, Alias("attempt-stop")]
public sealed class AttemptStop(CancellationToken token, object call)
{
    [NonSerialized]
    private readonly CancellationToken token = token;

    [NonSerialized]
    private readonly object call = call;

    public CancellationToken Token => token;

    /// <summary>The call that both share; only the grains know its type.</summary>
    public object Call => call;
}
