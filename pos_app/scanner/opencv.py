"""OpenCV for the scanner, through the program's one door to it."""

from pos_app.opencv import cv2, tick

__all__ = ["cv2", "tick"]
