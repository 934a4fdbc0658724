namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>A test of the console that leaves no tab open, even when it fails.</summary>
public abstract class ScreenTest(ScreenFixture screens) : IAsyncDisposable
{
    protected ScreenFixture Screens { get; } = screens;

    public async ValueTask DisposeAsync()
    {
        await Screens.CloseTabsAsync();
        GC.SuppressFinalize(this);
    }
}
