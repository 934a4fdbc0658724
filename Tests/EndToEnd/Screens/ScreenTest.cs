namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>A test of the console that leaves no tab open, even when it fails.</summary>
public abstract class ScreenTest(ScreenFixture screens) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await screens.CloseTabsAsync();
        GC.SuppressFinalize(this);
    }
}
