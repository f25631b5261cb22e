"""The addresses of the portaal app."""

from django.urls import path

from enschede_org.portaal import views

app_name = "portaal"
urlpatterns = [
    path("", views.home, name="home"),
    path("begrippen/", views.begrippen, name="begrippen"),
    path("bronnen/", views.bronnen, name="bronnen"),
    path("bronnen/<slug:code>/", views.bron, name="bron"),
    path("robots.txt", views.robots, name="robots"),
    path("gezond/", views.gezond, name="gezond"),
]
