namespace RetailPulse.Images;

/// <summary>The cancellation token and the call object that a visit shares with the worker that runs one attempt.</summary>
/// <remarks>
/// Caller and worker run on the same silo, where Orleans passes immutable arguments by reference. A <see cref="CancellationToken"/>
/// argument does not work here: Orleans cancels it on any of the silo's stateless workers, seldom on the one that runs the call. See
/// https://github.com/dotnet/orleans/issues/9877.
/// </remarks>
[GenerateSerializer, Immutable, Alias("attempt-stop")]
public sealed class AttemptStop(object call, CancellationToken token)
{
    [NonSerialized]
    private readonly CancellationToken token = token;

    [NonSerialized]
    private readonly object call = call;

    public CancellationToken Token => token;

    /// <summary>The call that both sides share. Only the grains know its type.</summary>
    public object Call => call;
}
